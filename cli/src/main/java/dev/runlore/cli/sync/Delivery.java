// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.RecordBatch;
import dev.runlore.sdk.RecordsAnswer;
import dev.runlore.sdk.RunloreClient;
import dev.runlore.sdk.ServerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings one writer's records to a server, its blobs first. A segment is deleted once all of it is acknowledged; whatever is
 * not stays for the next time.
 */
final class Delivery {
    private static final int REQUEST_BYTES = 8 << 20;

    private final SpoolFolder folder;
    private final RunloreClient server;
    private final Retries retries;
    private final Consumer<String> warn;
    private final KeptBlobs blobs;
    private final Replacements replacements = new Replacements(InstantSource.system());
    private final List<Segment> segments;
    private long next;
    private boolean gap;
    private int limit = REQUEST_BYTES;

    Delivery(SpoolFolder folder, RunloreClient server, Retries retries, Consumer<String> warn) throws IOException {
        this.folder = folder;
        this.server = server;
        this.retries = retries;
        this.warn = warn;
        this.blobs = new KeptBlobs(server, retries, folder.blobs());
        this.segments = new ArrayList<>(folder.segments());
        this.next = segments.isEmpty() ? 0 : segments.getFirst().first();
    }

    /** Sends everything and removes the folder; answers how many records it was. Throws when something has to stay. */
    long send() throws IOException {
        long all = segments.stream().mapToLong(segment -> segment.ends().length).sum();
        blobs.sendAll();
        while (!segments.isEmpty()) {
            Segment segment = segments.getFirst();
            next = Math.max(
                    next, segment.first()); // a hole in the spool: the server says whether it misses those records
            if (next < segment.end()) {
                sendFrom(segment);
            }
            if (next >= segment.end()) {
                Files.delete(segment.file());
                segments.removeFirst();
            }
        }
        folder.remove();
        return all;
    }

    private void sendFrom(Segment segment) throws IOException {
        byte[] lines = segment.lines(next, limit);
        byte[] body = replacements.applied(next, lines);
        RecordBatch batch = new RecordBatch(folder.run(), folder.writer(), next, gap, body);
        try {
            acknowledge(retries.run(() -> server.appendRecords(batch)));
        } catch (ServerException e) {
            adapt(e, lines);
        }
    }

    private void acknowledge(RecordsAnswer answer) {
        answer.rejected()
                .forEach(record -> warn.accept(
                        "record " + record.number() + " of run " + folder.run() + " was rejected: " + record.detail()));
        if (answer.nextRecord() <= next) {
            throw new RunloreException(
                    ErrorCode.INTERNAL,
                    "the server took records from " + next + " but waits for " + answer.nextRecord() + "; update it");
        }
        next = answer.nextRecord();
        gap = false;
    }

    /** Does what an answer other than an acknowledgement asks for; throws it when the spool has to wait. */
    private void adapt(ServerException refusal, byte[] lines) throws IOException {
        if (!refusal.missingBlobs().isEmpty()) {
            giveUp(refusal, lines);
        } else if (refusal.nextRecord().isPresent() && !gap) {
            resume(refusal, refusal.nextRecord().get());
        } else if (refusal.code() == ErrorCode.TOO_LARGE) {
            shrink(refusal, lines);
        } else {
            throw refusal;
        }
    }

    /** Goes on from the record that the server waits for, or says that it is gone when this spool no longer has it. */
    private void resume(ServerException refusal, long wanted) {
        long oldest = segments.getFirst().first();
        if (wanted >= next) {
            throw refusal;
        }
        gap = wanted < oldest;
        next = Math.max(wanted, oldest);
    }

    private void shrink(ServerException refusal, byte[] lines) {
        boolean alone = Replacements.endOfLine(lines, 0) == lines.length;
        if (!alone) {
            limit = Math.max(1, lines.length / 2);
        } else {
            replace(
                    refusal,
                    next,
                    "record " + next + " was left out: it has " + lines.length
                            + " bytes, which is more than the server takes");
        }
    }

    /** All blobs of the spool were sent before, so those that are missing never come: the records that name them go. */
    private void giveUp(ServerException refusal, byte[] lines) throws IOException {
        long number = next;
        boolean any = false;
        for (int start = 0; start < lines.length; number++) {
            int end = Replacements.endOfLine(lines, start);
            String line = new String(lines, start, end - start, StandardCharsets.UTF_8);
            for (String sha256 : refusal.missingBlobs()) {
                if (!replacements.has(number) && (line.contains(sha256) || blobs.isInSnapshot(line, sha256))) {
                    replace(
                            refusal,
                            number,
                            "record " + number + " was left out: it names the blob " + sha256 + ", but "
                                    + blobs.whyMissing(sha256));
                    any = true;
                }
            }
            start = end;
        }
        if (!any) {
            throw refusal;
        }
    }

    private void replace(ServerException refusal, long number, String warning) {
        if (replacements.has(number)) {
            throw refusal;
        }
        replacements.put(number, warning);
        warn.accept("run " + folder.run() + ": " + warning);
    }
}
