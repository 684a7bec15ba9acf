// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Submissions and jobs of one server. Safe for threads.
 *
 * <pre>{@code
 * JobClient jobs = new JobClient(place);
 * Submitted submitted = jobs.submit(request);
 * jobs.cancel(submitted.job().id());
 * }</pre>
 *
 * <p>A refusal is a {@link ServerException}.
 */
public final class JobClient {
    private static final int PAGE = 1_000;
    private static final long LONGEST_RUNNER = 64L << 20;

    private final Connection connection;

    public JobClient(Place place) {
        connection = new Connection(place);
    }

    /** Which jobs are listed. */
    public enum Stage {
        LIVE,
        ENDED,
        ALL
    }

    /** Makes a run and the job that executes it. */
    public Submitted submit(SubmissionRequest submission) {
        Request request = Request.of("POST", "/submissions").withJson(submission.tree());
        return RunloreClient.understood(() -> Submitted.read(connection.json(request)));
    }

    public Job get(JobId job) {
        return RunloreClient.understood(() -> JobReader.read(connection.json(Request.get("/jobs/" + job))));
    }

    /** Jobs of all runs; those that live in the order of their target's queue. */
    public Page<Job> list(Optional<String> target, Stage stage, Optional<PageToken> page) {
        Query query = Query.EMPTY
                .with("target", target)
                .with("state", stage.name().toLowerCase(Locale.ROOT))
                .with("limit", PAGE)
                .with("pageToken", page.map(PageToken::value));
        return RunloreClient.understood(() -> {
            JsonObject answer = connection.json(Request.get("/jobs").with(query));
            return new Page<>(
                    answer.objects("items", JobReader::read),
                    answer.findText("nextPageToken").map(PageToken::new));
        });
    }

    /** Cancels a job that waits at once; one that runs is asked to end. Harmless when it has ended. */
    public Job cancel(JobId job) {
        Request request = Request.of("POST", "/jobs/" + job + "/cancel");
        return RunloreClient.understood(() -> JobReader.read(connection.json(request)));
    }

    /**
     * Writes the runner that the server has for its jobs to a file, whole or not at all; returns the digest of its bytes.
     *
     * @throws RunloreException INTERNAL when the bytes are no runner
     */
    public Sha256 downloadRunner(Path file) throws IOException {
        try (InputStream bytes = connection.call(Request.get("/runner.pyz")).body()) {
            byte[] all = bytes.readNBytes((int) LONGEST_RUNNER + 1);
            if (all.length > LONGEST_RUNNER || !isZip(all)) {
                throw JsonObject.unexpected("the runner is no zip archive of at most " + LONGEST_RUNNER + " bytes");
            }
            Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "runner", ".part");
            try {
                Files.write(part, all);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return Sha256.of(all);
        }
    }

    /** A zip archive ends with its directory, before which a line for the shell may stand: bytes that were cut have none. */
    private static boolean isZip(byte[] bytes) {
        int at = bytes.length - 22;
        return at >= 0 && bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 5 && bytes[at + 3] == 6;
    }
}
