// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.Limits;
import dev.runlore.domain.Metric;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Summary;
import dev.runlore.store.MetricStore;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What clients call a metric: a metric's own numbers by its name, those of a table's column by the name, a slash and the column.
 *
 * @param count how many cells it has
 */
record MetricColumn(RunId run, String metric, String column, long count) {

    static Optional<MetricColumn> find(MetricStore store, RunId run, String key) {
        for (int cut = key.length(); cut > 0; cut = key.lastIndexOf('/', cut - 1)) {
            String metric = key.substring(0, cut);
            String column = cut == key.length() ? "" : key.substring(cut + 1);
            Optional<Metric> found = metric.length() > Limits.KEY ? Optional.empty() : store.find(run, metric);
            Optional<Summary> summary = found.flatMap(it -> it.columns().stream()
                    .filter(one -> one.column().equals(column))
                    .findFirst());
            if (summary.isPresent()) {
                return Optional.of(
                        new MetricColumn(run, metric, column, summary.get().count()));
            }
        }
        return Optional.empty();
    }

    /** Its points in the order of arrival. */
    MetricStore.PointPage page(MetricStore store, int limit, Optional<PageToken> token) {
        return store.points(run, metric, Optional.of(column), Math.min(limit, Limits.POINTS), token);
    }

    /** All its points in the order of arrival, some at a time. */
    Iterable<History> parts(MetricStore store) {
        return () -> new Iterator<>() {
            private boolean hasBegun;
            private Optional<PageToken> next = Optional.empty();

            @Override
            public boolean hasNext() {
                return !hasBegun || next.isPresent();
            }

            @Override
            public History next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                MetricStore.PointPage page = page(store, Limits.POINTS, next);
                hasBegun = true;
                next = page.next();
                return History.of(page);
            }
        };
    }
}
