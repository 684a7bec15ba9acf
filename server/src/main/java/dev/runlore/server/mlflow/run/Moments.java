// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Faults;
import java.time.Instant;
import java.util.Optional;

/** Times of runs as clients send them: milliseconds since 1970. */
final class Moments {
    private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private Moments() {}

    static Optional<Instant> find(Arguments arguments, String name) {
        return arguments.whole(name).map(millis -> {
            if (millis < 0 || millis > LAST) {
                throw Faults.invalid(
                        arguments.path(name), millis.toString(), "it must be milliseconds from 1970 to the year 9999.");
            }
            return Instant.ofEpochMilli(millis);
        });
    }
}
