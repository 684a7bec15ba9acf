// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunloreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times of runs as they are stored: microseconds since 1970. */
final class Micros {
    private Micros() {}

    static long of(Instant time) {
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        } catch (ArithmeticException | DateTimeException e) {
            throw RunloreException.invalid(
                    "a run's time must be within 290,000 years of 1970 but is " + time + "; send the time it happened");
        }
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static Optional<Instant> find(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
    }

    /** The time as it will be read back. */
    static Instant rounded(Instant time) {
        return instant(of(time));
    }
}
