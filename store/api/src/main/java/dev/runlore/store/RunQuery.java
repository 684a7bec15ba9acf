// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Limits;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.RunOrder;
import java.util.Optional;

/** Which runs, in which order, and which part of them. */
public record RunQuery(
        Optional<String> experiment,
        Filter filter,
        Optional<RunOrder> order,
        Archived archived,
        int limit,
        Optional<PageToken> token) {

    public RunQuery {
        if (limit < 1 || limit > Limits.PAGE) {
            throw RunloreException.invalid(
                    "limit must be from 1 to " + Limits.PAGE + " but is " + limit + "; ask for pages");
        }
    }

    public static RunQuery newest(int limit) {
        return new RunQuery(Optional.empty(), new Filter.All(), Optional.empty(), Archived.NO, limit, Optional.empty());
    }
}
