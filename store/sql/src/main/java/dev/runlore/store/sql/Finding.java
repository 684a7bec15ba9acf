// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import java.util.Optional;

/**
 * One thing that is not as it should be.
 *
 * @param run whose it is, when it is one run's
 * @param what is wrong, with the values that disagree
 * @param next what to do about it
 */
public record Finding(Optional<RunId> run, String what, String next) {
    static final String REPAIR = "stop the server and run 'runlore doctor --repair', or restore a backup";
    static final String RESTORE = "stop the server, keep a copy of the folder, and restore a backup";

    static Finding of(RunId run, String what, String next) {
        return new Finding(Optional.of(run), what, next);
    }

    static Finding of(String what, String next) {
        return new Finding(Optional.empty(), what, next);
    }

    /** The whole sentence. */
    public String text() {
        return run.map(id -> "run '" + id + "': ").orElse("") + what + "; " + next;
    }
}
