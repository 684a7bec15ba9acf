// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of lists that were asked for one row more than they show. */
final class Pages {
    private Pages() {}

    static int checkLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw RunloreException.invalid("limit must be from 1 to " + most + " but is " + limit + "; ask for pages");
        }
        return limit;
    }

    static int checkLimit(int limit) {
        return checkLimit(limit, Limits.PAGE);
    }

    /** The first {@code limit} rows, and the token after the last of them when there are more. */
    static <R, T> Page<T> of(List<R> rows, int limit, Function<R, T> item, Function<R, PageToken> token) {
        List<R> shown = rows.subList(0, Math.min(limit, rows.size()));
        Optional<PageToken> next = rows.size() > limit ? Optional.of(token.apply(shown.getLast())) : Optional.empty();
        return new Page<>(shown.stream().map(item).toList(), next);
    }
}
