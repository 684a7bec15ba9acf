// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.store.MetricStore;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store of one column, whose pages are short; it counts how many were read. */
final class TestingPoints implements MetricStore {
    private static final int PAGE = 100;

    final List<Point> points;
    int reads;

    TestingPoints(List<Point> points) {
        this.points = points;
    }

    @Override
    public PointPage points(RunId run, String name, Optional<String> column, int limit, Optional<PageToken> token) {
        reads++;
        int from = token.map(text -> Integer.parseInt(text.value())).orElse(0);
        int to = Math.min(points.size(), from + Math.min(limit, PAGE));
        List<Point> page = points.subList(from, to);
        return new PointPage(
                page.stream().mapToLong(Point::time).toArray(),
                page.stream().mapToDouble(Point::step).toArray(),
                Map.of(
                        name,
                        Cells.of(page.stream()
                                .map(point -> Optional.<Cell>of(new Cell.Float64(point.value())))
                                .toList())),
                to < points.size() ? Optional.of(new PageToken(Integer.toString(to))) : Optional.empty());
    }

    @Override
    public Page<Metric> list(RunId run, int limit, Optional<PageToken> token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Metric> find(RunId run, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<RunId, Map<String, Cell>> lastValues(Collection<RunId> runs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<RunId, List<Latest>> latest(Collection<RunId> runs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<RunId, Metric> find(Collection<RunId> runs, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<RunId, Buckets> buckets(Collection<RunId> runs, String name, String column, Cut cut) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void seal(RunId run) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<MetricName> names(
            Optional<String> experiment, Optional<String> part, int limit, Optional<PageToken> token) {
        throw new UnsupportedOperationException();
    }
}
