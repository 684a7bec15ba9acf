// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.RunText;
import dev.runlore.cli.command.Session;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.LogPart;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A run until its end, also across a restart of its server. Not for two threads. */
public final class FollowedRun {
    /** What a submitted script prints. */
    public static final String OUTPUT = "azureml-logs/70_driver_log.txt";

    private static final String EXIT_CODE = "runlore.exitCode";
    private static final int CANCELED = 130;
    private static final long POLL_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Session session;
    private final RunId run;
    private RunloreClient server;
    private boolean answered;

    public FollowedRun(Session session, RunId run) {
        this.session = session;
        this.run = run;
        this.server = session.server();
    }

    /** The exit code that a run's end is for its watcher: the script's own where that chose one. */
    public static int exitCode(Run ended) {
        if (ended.status() == RunStatus.Completed) {
            return 0;
        }
        if (ended.status() == RunStatus.Canceled) {
            return CANCELED; // whatever the script made of its signal
        }
        String code = ended.properties().getOrDefault(EXIT_CODE, "0");
        int known = code.matches("[0-9]{1,3}") ? Integer.parseInt(code) : 0;
        return known == 0 ? 1 : known;
    }

    /** Waits for the end. */
    public Run await() {
        Run now = asked(() -> server.getRun(run));
        while (!now.status().isTerminal()) {
            pause(POLL_MILLIS);
            now = asked(() -> server.getRun(run));
        }
        return now;
    }

    /** Passes what the script prints on until the run has ended. */
    public Run print(RunText text) throws IOException {
        return print(text, OUTPUT);
    }

    /** Passes one log of the run on until the run has ended. */
    public Run print(RunText text, String path) throws IOException {
        print(text, path, true);
        return await();
    }

    /** Passes a log on, as far as it goes or until the run has ended; a log that is not there yet is waited for. */
    void print(RunText text, String path, boolean follow) throws IOException {
        long from = 0;
        while (true) {
            long at = from;
            Optional<LogPart> part = asked(() -> read(path, at, follow));
            if (part.isPresent()) {
                text.write(part.get().bytes());
                from += part.get().bytes().length;
            }
            boolean more = part.isPresent()
                    && part.get().bytes().length > 0
                    && from < part.get().size();
            boolean ended = part.map(LogPart::ended)
                    .orElseGet(
                            () -> isOver() && asked(() -> read(path, at, true)).isEmpty());
            if (!more && (ended || !follow)) {
                return;
            }
            if (!more) {
                pause(POLL_MILLIS);
            }
        }
    }

    private boolean isOver() {
        return asked(() -> server.getRun(run)).status().isTerminal();
    }

    /** Empty when the log is not there and may still come. */
    private Optional<LogPart> read(String path, long from, boolean mayCome) {
        try {
            return Optional.of(server.readLog(run, path, from));
        } catch (RunloreException e) {
            if (mayCome && e.code() == ErrorCode.NOT_FOUND) {
                server.getRun(run); // a run that is not there has no log that comes
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Asks again while the server is away: it may be starting anew, on another port. */
    private <T> T asked(Supplier<T> question) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean told = false;
        while (true) {
            try {
                T answer = question.get();
                answered = true;
                return answer;
            } catch (RunloreException e) {
                if (!answered || e.code() != ErrorCode.UNAVAILABLE || System.nanoTime() > deadline) {
                    throw e;
                }
                if (!told) {
                    session.tell("the server does not answer; waiting for it, the run goes on");
                    told = true;
                }
                pause(4 * POLL_MILLIS);
                session.findServer().ifPresent(place -> server = new RunloreClient(place));
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunloreException(ErrorCode.UNAVAILABLE, "interrupted while waiting for the run", e);
        }
    }
}
