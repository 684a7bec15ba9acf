// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whole runs out of one server and into another. Safe for threads.
 *
 * <pre>{@code
 * new TransferClient(here).export(List.of(new RunId("iris_1")), Path.of("runs.zip"), bytes -> {});
 * try (ExportFile file = ExportFile.open(Path.of("runs.zip"), false)) {
 *     TransferClient there = new TransferClient(place);
 *     file.check((done, all, what) -> {}).forEach(run -> there.put(file, run, (done, all, what) -> {}));
 * }
 * }</pre>
 *
 * <p>A refusal is a {@link ServerException}.
 */
public final class TransferClient {
    private static final int BATCH = 4 << 20;
    private static final int BLOCK = 1 << 16;
    private static final int TRIES = 60;

    private final Connection connection;

    public TransferClient(Place place) {
        connection = new Connection(place);
    }

    /** A run that was brought in, and whether it was not there before. */
    public record Imported(Run run, boolean created) {}

    /** Writes an export of runs, with all below them, to a new file, which is durable and whole when this returns. */
    public void export(List<RunId> runs, Path file, TransferProgress progress) {
        Request request = Request.of("POST", "/exports")
                .withJson(Map.of("runs", runs.stream().map(RunId::value).toList()));
        try (Answer answer = connection.call(request);
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(answer.body(), out, progress);
            out.force(true);
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "the export was cut in the middle: " + e.getMessage()
                            + "; a run may have changed meanwhile, so try again, then see the server's log",
                    e);
        }
    }

    private static void copy(InputStream bytes, FileChannel out, TransferProgress progress) throws IOException {
        byte[] block = new byte[BLOCK];
        long done = 0;
        for (int read; (read = bytes.read(block)) > 0; done += read) {
            for (ByteBuffer rest = ByteBuffer.wrap(block, 0, read); rest.hasRemaining(); ) {
                out.write(rest);
            }
            progress.show(done, done, "bytes exported");
        }
    }

    /**
     * Brings a run in with its snapshot and files, of which only those travel that the server lacks; one that is there with the
     * same content stays as it is. What broke off goes on where it was.
     *
     * @throws ServerException ALREADY_EXISTS when another run has its id
     */
    public Imported put(ExportFile file, ExportedRun run, TransferProgress progress) throws IOException {
        if (run.snapshot().isPresent()) {
            putSnapshot(file, run.snapshot().get());
        }
        Query query = Query.EMPTY.with("sha256", run.content().hex()).with("records", run.records());
        Request request = Request.of("PUT", "/imports/" + run.id())
                .with(query)
                .withBytes(Request.JSON, file.bytes(ExportFile.runName(run.id()), Limits.TRANSFER_BYTES));
        Optional<Long> next = Optional.empty();
        for (int tries = 0; tries < TRIES; tries++) {
            try (Answer answer = connection.call(request)) {
                boolean created = answer.status() == 201;
                return RunloreClient.understood(() -> new Imported(RunReader.read(answer.json()), created));
            } catch (ServerException refusal) {
                if (refusal.nextRecord().isEmpty() || refusal.nextRecord().equals(next)) {
                    waitOrThrow(refusal);
                    continue;
                }
                next = refusal.nextRecord();
                send(file, run, next.get(), progress);
            }
        }
        throw JsonObject.unexpected("it does not take all records of run '" + run.id() + "'");
    }

    private void putSnapshot(ExportFile file, SnapshotId snapshot) throws IOException {
        byte[] manifest = file.bytes("snapshots/" + snapshot + ".manifest", Limits.MANIFEST_BYTES);
        call(file, Request.of("PUT", "/snapshots").withBytes(Request.BYTES, manifest));
    }

    private void send(ExportFile file, ExportedRun run, long from, TransferProgress progress) throws IOException {
        try (InputStream in = file.open(ExportFile.recordsName(run.id()));
                LineInput lines = new LineInput(in, Limits.TRANSFER_BYTES)) {
            while (lines.count() < from) {
                lines.next();
            }
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            long first = from;
            for (byte[] line = lines.next(); line.length > 0; line = lines.next()) {
                if (batch.size() > 0 && batch.size() + line.length > BATCH) {
                    send(file, run, first, batch);
                    first = lines.count() - 1;
                    progress.show(first, run.records(), "records of run " + run.id());
                }
                batch.writeBytes(line);
            }
            if (batch.size() > 0) {
                send(file, run, first, batch);
            }
        }
    }

    private void send(ExportFile file, ExportedRun run, long first, ByteArrayOutputStream batch) throws IOException {
        Query query = Query.EMPTY.with("sha256", run.content().hex()).with("first", first);
        Request request = Request.of("POST", "/imports/" + run.id() + "/records")
                .with(query)
                .withBytes(Request.RECORDS, batch.toByteArray());
        call(file, request);
        batch.reset();
    }

    /** Sends a request until it is taken, before each further time the blobs that the server lacks. */
    private void call(ExportFile file, Request request) throws IOException {
        Set<Sha256> sent = new HashSet<>();
        for (int tries = 0; ; ) {
            try {
                connection.run(request);
                return;
            } catch (ServerException refusal) {
                if (refusal.missingBlobs().isEmpty()) {
                    if (++tries == TRIES) {
                        throw refusal;
                    }
                    waitOrThrow(refusal);
                }
                for (String missing : refusal.missingBlobs()) {
                    putBlob(file, new Sha256(missing), sent);
                }
            }
        }
    }

    private void putBlob(ExportFile file, Sha256 blob, Set<Sha256> sent) {
        if (!sent.add(blob)) {
            throw JsonObject.unexpected("it asks for blob " + blob + ", which was sent already");
        }
        Request.Body body = new Request.Body(Request.BYTES, file.size(blob), () -> file.open(blob));
        connection.run(Request.of("PUT", "/blobs/" + blob).withBody(body));
    }

    /** A server that has too much to do gets a moment; any other refusal is the caller's. */
    private static void waitOrThrow(ServerException refusal) {
        if (refusal.code() != ErrorCode.RATE_LIMITED) {
            throw refusal;
        }
        Duration pause = refusal.retryAfter().isZero() ? Duration.ofSeconds(1) : refusal.retryAfter();
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal;
        }
    }
}
