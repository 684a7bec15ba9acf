// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import java.util.Optional;

/**
 * What the token of a request may write.
 *
 * @param only the one run that its token is for; empty for everything
 */
record Scope(Optional<RunId> only) {
    static final Scope ALL = new Scope(Optional.empty());

    static Scope of(RunId run) {
        return new Scope(Optional.of(run));
    }

    /** @throws RunloreException PERMISSION_DENIED unless the run may be written */
    void require(RunId run) {
        if (only.isPresent() && !only.get().equals(run)) {
            throw refused(only.get());
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
                "the token of run '" + run + "' reads everything and writes that run only; use the token of the"
                        + " server's data folder for this");
    }
}
