// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.store.ModelQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Longer pages than a store answers at once. */
final class Joined {
    private Joined() {}

    static <T> Page<T> page(ModelQuery query, Function<ModelQuery, Page<T>> search) {
        List<T> items = new ArrayList<>();
        Optional<PageToken> next = query.token();
        do {
            int limit = Math.min(Limits.PAGE, query.limit() - items.size());
            Page<T> page = search.apply(new ModelQuery(query.conditions(), query.order(), limit, next));
            items.addAll(page.items());
            next = page.next();
        } while (next.isPresent() && items.size() < query.limit());
        return new Page<>(items, next);
    }
}
