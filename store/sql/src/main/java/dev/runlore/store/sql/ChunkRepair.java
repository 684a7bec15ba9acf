// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.util.List;
import java.util.Map;

/** Repairs the chunks of one metric: takes out what cannot be read, and makes again what is derived from what can. */
final class ChunkRepair {
    private static final String REPLACE = """
            UPDATE metric_chunk SET n = ?, numbers = ?, min_step = ?, max_step = ?, min_time = ?, max_time = ?,
              order_of_steps = ?, order_of_times = ?, pyramid = ? WHERE series_id = ? AND first_row = ?
            """;

    private final Session session;
    private final long metric;
    private final SetAside aside;

    ChunkRepair(Session session, long metric, SetAside aside) {
        this.session = session;
        this.metric = metric;
        this.aside = aside;
    }

    void repair(List<ChunkScan.Fault> faults) {
        for (ChunkScan.Fault fault : faults) {
            // an earlier fault may have taken the rows with it
            if (ChunkRows.find(session, metric, fault.firstRow()).isPresent()) {
                repair(fault);
            }
        }
        join();
    }

    private void repair(ChunkScan.Fault fault) {
        switch (fault.part()) {
            case AXES -> dropRows(fault);
            case BODY -> dropCells(fault);
            case PYRAMID, HEAD -> remake(fault);
            case PLACE, LIST -> {}
        }
    }

    /** Without times and steps, no column of the rows means anything. */
    private void dropRows(ChunkScan.Fault fault) {
        keep(metric, "axes", fault);
        for (long series : columns()) {
            keep(series, "body", fault);
            delete(series, fault.firstRow());
        }
    }

    private void dropCells(ChunkScan.Fault fault) {
        keep(fault.series(), "body", fault);
        if (isAlone(fault)) {
            columns().forEach(series -> delete(series, fault.firstRow()));
        } else if (fault.series() != metric) {
            delete(fault.series(), fault.firstRow());
        } else {
            session.update(
                    "UPDATE metric_chunk SET body = NULL WHERE series_id = ? AND first_row = ?",
                    metric,
                    fault.firstRow());
            remake(fault);
        }
    }

    /** Whether no other column has cells in the rows, so that nothing is left of them. */
    private boolean isAlone(ChunkScan.Fault fault) {
        return columns().stream()
                .filter(series -> series != fault.series())
                .noneMatch(series -> ChunkRows.blob(session, "body", series, fault.firstRow())
                        .isPresent());
    }

    private void delete(long series, long firstRow) {
        session.update("DELETE FROM metric_chunk WHERE series_id = ? AND first_row = ?", series, firstRow);
    }

    private void keep(long series, String part, ChunkScan.Fault fault) {
        ChunkRows.blob(session, part, series, fault.firstRow())
                .ifPresent(bytes -> aside.keep(
                        "chunk-" + series + "-" + fault.firstRow() + "-" + part,
                        "chunk (" + part + ") of series " + series + " from row " + fault.firstRow(),
                        fault.why(),
                        bytes));
    }

    private void remake(ChunkScan.Fault fault) {
        Axes axes = ChunkDecoder.axes(
                ChunkRows.blob(session, "axes", metric, fault.firstRow()).orElseThrow());
        Cells cells = ChunkRows.blob(session, "body", fault.series(), fault.firstRow())
                .map(ChunkDecoder::cells)
                .orElseGet(() ->
                        new Cells.Builder(0).addAbsent(axes.times().length).build());
        Rows rows = new Rows(axes.times(), axes.steps(), Map.of(fault.series(), cells));
        ChunkHead head = ChunkHead.of(fault.firstRow(), rows, cells);
        boolean hasNumbers = head.numbers() > 0;
        session.update(
                REPLACE,
                head.cells(),
                head.numbers(),
                head.minStep(),
                head.maxStep(),
                hasNumbers ? head.minTime() : null,
                hasNumbers ? head.maxTime() : null,
                head.stepOrder().ordinal(),
                head.timesAscend(),
                hasNumbers ? Pyramid.of(axes.times(), axes.steps(), cells).encode() : null,
                fault.series(),
                fault.firstRow());
    }

    /** Makes the chunks follow each other without gaps. */
    private void join() {
        long next = 0;
        for (ChunkHead head : ChunkRows.heads(session, metric)) {
            if (head.firstRow() != next) {
                for (long series : columns()) {
                    session.update(
                            "UPDATE metric_chunk SET first_row = ? WHERE series_id = ? AND first_row = ?",
                            next,
                            series,
                            head.firstRow());
                }
            }
            next += head.rows();
        }
    }

    private List<Long> columns() {
        return session.list("SELECT series_id FROM series WHERE metric_id = ?", row -> row.getLong(1), metric);
    }
}
