// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.RunOrder;
import java.util.List;
import java.util.Optional;

/**
 * Which runs, in which order, and which part of them.
 *
 * @param experiment the name of the one whose runs are meant
 * @param experiments those whose runs are meant; of an empty list, none
 */
public record RunQuery(
        Optional<String> experiment,
        Optional<List<ExperimentId>> experiments,
        Filter filter,
        Optional<RunOrder> order,
        Archived archived,
        int limit,
        Optional<PageToken> token) {

    public RunQuery {
        experiments = experiments.map(List::copyOf);
        if (limit < 1 || limit > Limits.PAGE) {
            throw RunloreException.invalid(
                    "limit must be from 1 to " + Limits.PAGE + " but is " + limit + "; ask for pages");
        }
    }

    /** Of one experiment by its name, or of all. */
    public RunQuery(
            Optional<String> experiment,
            Filter filter,
            Optional<RunOrder> order,
            Archived archived,
            int limit,
            Optional<PageToken> token) {
        this(experiment, Optional.empty(), filter, order, archived, limit, token);
    }

    public static RunQuery newest(int limit) {
        return new RunQuery(Optional.empty(), new Filter.All(), Optional.empty(), Archived.NO, limit, Optional.empty());
    }
}
