// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the token of a request may write.
 *
 * @param only the run that its token is for, with which go all runs below it; empty for everything
 * @param lineage says which runs these are, at the time of the request
 */
record Scope(Optional<RunId> only, Lineage lineage) {
    static final Scope ALL = new Scope(Optional.empty(), Lineage.NONE);

    /** A run that lies deeper than this is not looked for: runs may be each other's children, and each level is a read. */
    private static final int MOST_LEVELS = 100;

    static Scope of(RunId run, Lineage lineage) {
        return new Scope(Optional.of(run), lineage);
    }

    boolean isAll() {
        return only.isEmpty();
    }

    boolean covers(RunId run) {
        return isAll() || isAtOrBelow(run, only.get());
    }

    private boolean isAtOrBelow(RunId run, RunId own) {
        Set<RunId> seen = new HashSet<>();
        Optional<RunId> at = Optional.of(run);
        while (at.isPresent() && seen.size() <= MOST_LEVELS && seen.add(at.get())) {
            if (at.get().equals(own)) {
                return true;
            }
            at = lineage.findParent(at.get());
        }
        return false;
    }

    /** @throws RunloreException PERMISSION_DENIED unless the run may be written */
    void require(RunId run) {
        if (!covers(run)) {
            throw refused(only.orElseThrow());
        }
    }

    /** @throws RunloreException PERMISSION_DENIED unless everything may be written */
    void requireAll() {
        only.ifPresent(run -> {
            throw refused(run);
        });
    }

    static RunloreException refused(RunId run) {
        return new RunloreException(
                ErrorCode.PERMISSION_DENIED,
                "the token of run '" + run + "' reads everything and writes that run and those below it only; use the"
                        + " token of the server's data folder for this");
    }
}
