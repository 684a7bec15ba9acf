// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.Cells;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Metric;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Summary;
import dev.runlore.store.MetricStore;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What clients call a metric: a metric's own numbers by its name, those of a table's column by the name, a slash and the column.
 *
 * @param count how many cells it has
 */
record MetricColumn(RunId run, String metric, String column, long count) {
    /** Rows that are read at a time: as many as stores pack together. */
    private static final int PART = 65_536;

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

    /** So many consecutive rows, from a token on. */
    record Span(Optional<PageToken> from, int rows) {}

    /** The points among some rows in the order of arrival, and where the next rows are. */
    record Part(Span span, List<Point> points, Optional<PageToken> next) {}

    Part part(MetricStore store, Span span) {
        MetricStore.PointPage page = store.points(run, metric, Optional.of(column), span.rows(), span.from());
        Cells cells = page.columns().values().iterator().next();
        List<Point> points = IntStream.range(0, cells.size())
                .filter(cells::isNumber)
                .mapToObj(row -> new Point(page.times()[row], page.steps()[row], cells.number(row)))
                .toList();
        return new Part(new Span(span.from(), cells.size()), points, page.next());
    }

    /** All its points in the order of arrival, some at a time. */
    Iterable<Part> parts(MetricStore store) {
        return () -> new Iterator<>() {
            private Optional<Span> next = Optional.of(new Span(Optional.empty(), PART));

            @Override
            public boolean hasNext() {
                return next.isPresent();
            }

            @Override
            public Part next() {
                Part part = part(store, next.orElseThrow());
                next = part.next().map(from -> new Span(Optional.of(from), PART));
                return part;
            }
        };
    }
}
