// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunloreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;

/** Breaks a connection's statements off when their time is over. */
final class Deadline extends ProgressHandler {
    /** A few milliseconds of SQLite's steps. */
    private static final int STEPS_BETWEEN_LOOKS = 100_000;

    private final long end;

    private Deadline(Duration limit) {
        end = System.nanoTime() + limit.toNanos();
    }

    /** From now on what the connection does has so long, together. */
    static void set(Connection connection, Duration limit) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new Deadline(limit));
    }

    @Override
    protected int progress() {
        return System.nanoTime() - end > 0 ? 1 : 0;
    }

    static RunloreException passed(Duration limit) {
        return RunloreException.invalid("a question about runs must be answered within " + limit.toSeconds()
                + " s but was not; narrow it by an experiment or by fewer conditions, or ask again in a moment, when the values are"
                + " in memory");
    }
}
