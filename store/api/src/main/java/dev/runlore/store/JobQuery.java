// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Limits;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import java.util.Optional;

/** Which jobs, and which part of them. */
public record JobQuery(Optional<String> target, Which which, int limit, Optional<PageToken> token) {
    public enum Which {
        /** Not over, in the order of the queue. */
        LIVE,
        /** Over, newest first. */
        ENDED,
        /** Newest first. */
        ALL
    }

    public JobQuery {
        if (limit < 1 || limit > Limits.PAGE) {
            throw RunloreException.invalid(
                    "limit must be from 1 to " + Limits.PAGE + " but is " + limit + "; ask for pages");
        }
    }
}
