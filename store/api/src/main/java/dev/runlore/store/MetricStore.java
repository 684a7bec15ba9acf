// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads metrics; {@link RunStore#append} is what writes them. */
public interface MetricStore {

    /** A run's metrics in the order of first appearance. */
    Page<Metric> list(RunId run, int limit, Optional<PageToken> token);

    Optional<Metric> find(RunId run, String name);

    /** Last cells of all scalar metrics of each of these runs, by name in the order of first appearance. */
    Map<RunId, Map<String, Cell>> lastValues(Collection<RunId> runs);

    /** The last point of every column of each of these runs where it is a number or a boolean, in the order of first appearance. */
    Map<RunId, List<Latest>> latest(Collection<RunId> runs);

    /** The metric of this name of each of these runs that has one. */
    Map<RunId, Metric> find(Collection<RunId> runs, String name);

    /**
     * Rows of one metric in the order of arrival, of all its columns or of one.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the run has no such metric or column
     */
    PointPage points(RunId run, String name, Optional<String> column, int limit, Optional<PageToken> token);

    /**
     * One column's numbers and booleans of each of these runs that has it, cut into buckets. Every bucket is exact for the points
     * that it has; where more than 512,000 points are in the range, its border may lie less than 256 points behind the place
     * where the range's equal parts have it.
     *
     * @param column empty for a scalar or a list
     */
    Map<RunId, Buckets> buckets(Collection<RunId> runs, String name, String column, Cut cut);

    /**
     * Packs a run's points now, as otherwise happens by itself after a while; what is read stays the same.
     */
    void seal(RunId run);

    /** Names of metrics, of one experiment's runs or of all, in code point order; {@code part} is looked for anywhere, case ignored. */
    Page<MetricName> names(Optional<String> experiment, Optional<String> part, int limit, Optional<PageToken> token);

    /** The last point of one column, as {@link dev.runlore.domain.Summary#last} is chosen; the time in milliseconds. */
    record Latest(String name, String column, Cell value, long time, OptionalDouble step) {}

    /** One column of a metric, and how many runs have it. */
    record MetricName(String name, String column, long runs) {}

    /** Times in milliseconds, steps (NaN where absent) and cells by column, all of one length. */
    record PointPage(long[] times, double[] steps, Map<String, Cells> columns, Optional<PageToken> next) {}
}
