// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import java.time.Instant;
import java.util.Objects;

/** A value that a filter compares a field with. */
public sealed interface Literal {

    /** Text, compared by code points: case counts. */
    record Text(String value) implements Literal {
        public Text {
            Objects.requireNonNull(value, "value");
        }
    }

    /** An int64, compared exactly, with float64 values too. */
    record Whole(long value) implements Literal {}

    /** A finite float64. */
    record Real(double value) implements Literal {
        public Real {
            if (!Double.isFinite(value)) {
                throw RunloreException.invalid(
                        "a filter's number must be finite but is " + value + "; compare with a large number instead");
            }
        }
    }

    /** True or false. */
    record Flag(boolean value) implements Literal {}

    /** A moment, in whole microseconds as the times of runs are. */
    record Time(Instant value) implements Literal {
        private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

        public Time {
            if (value.getNano() % 1000 != 0) {
                throw RunloreException.invalid(
                        "a filter's time must be in whole microseconds but is " + value + "; give at most 6 digits");
            }
            if (value.isBefore(FIRST) || value.isAfter(LAST)) {
                throw RunloreException.invalid("a filter's time must be in the years 0 to 9999 in UTC but is " + value
                        + "; name a nearer one");
            }
        }
    }

    /** One of the statuses of a run. */
    record Status(RunStatus value) implements Literal {
        public Status {
            Objects.requireNonNull(value, "value");
        }
    }
}
