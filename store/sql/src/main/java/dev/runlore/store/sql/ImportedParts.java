// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.Cell;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.domain.UsedDataset;
import dev.runlore.domain.Writer;
import dev.runlore.store.RecordGapException;
import java.util.List;
import java.util.Optional;

/** One request of an import: its new parts become rows of the run that is to be. */
record ImportedParts(RunId id, Sha256 content, long first, List<RunPart> parts) implements Change<Long> {
    private static final String SAVEPOINT = "import";

    /** A log row that has as many cells takes no further metric. */
    private static final int MOST_CELLS = 50_000;

    ImportedParts {
        parts = List.copyOf(parts);
    }

    @Override
    public Long apply(Writing writing) {
        ImportRows.Place place = ImportRows.get(writing, id, content);
        if (first > place.nextRecord()) {
            throw RecordGapException.ofImport(first, place.nextRecord());
        }
        int skipped = (int) Math.min(parts.size(), place.nextRecord() - first);
        // Its state is made anew from the rows each time, so these have to be there, and nothing of it is left in
        // memory.
        writing.runs().flush();
        RunState run = place.state(id, writing.now());
        writing.session().transact("SAVEPOINT " + SAVEPOINT);
        try {
            append(new RunChange(writing, run, Writer.DIRECT), parts.subList(skipped, parts.size()));
            writing.runs().flush();
        } catch (RunloreException refused) {
            writing.session().transact("ROLLBACK TO " + SAVEPOINT);
            throw refused;
        } finally {
            writing.runs().forget(run);
            writing.session().transact("RELEASE " + SAVEPOINT);
        }
        long next = Math.max(place.nextRecord(), first + parts.size());
        ImportRows.advance(writing, place, next, run.facts().nextLogRow());
        return next;
    }

    /**
     * Gathers the points in log rows, in which a metric may be once: so they leave again in the order in which they came, however
     * the requests were cut.
     */
    private static void append(RunChange change, List<RunPart> parts) {
        LogRow row = new LogRow();
        for (RunPart part : parts) {
            switch (part) {
                case RunPart.Input(UsedDataset used) -> Datasets.bringIn(change.writing(), change.run(), used);
                case RunPart.File(Artifact artifact) -> Artifacts.bringIn(change.writing(), change.run(), artifact);
                case RunPart.Last last -> settle(change, last);
                case RunPart.Points points -> {
                    MetricState metric = Points.metric(change, points.metric(), points.kind());
                    if (row.blocks().containsKey(metric.id()) || row.cells() >= MOST_CELLS) {
                        change.writing().runs().append(change.run(), row);
                        row = new LogRow();
                    }
                    add(change, metric, points, row.block(metric.id()));
                }
            }
        }
        if (!row.isEmpty()) {
            change.writing().runs().append(change.run(), row);
        }
    }

    private static void settle(RunChange change, RunPart.Last last) {
        MetricState metric = Points.metric(change, last.metric(), last.kind());
        last.columns().forEach((name, cell) -> {
            if (!change.writing()
                    .runs()
                    .series(change.run(), last.metric(), metric, name)
                    .settle(cell)) {
                throw RunloreException.invalid("last value of metric '" + Shown.text(last.metric())
                        + "' must be one of its points' but is not; export the run again");
            }
        });
    }

    private static void add(RunChange change, MetricState metric, RunPart.Points points, LogRow.Block block) {
        for (int row = 0; row < points.rows(); row++) {
            block.addRows(1, points.times()[row], points.steps()[row]);
        }
        points.columns().forEach((name, cells) -> {
            SeriesState series = change.writing().runs().series(change.run(), points.metric(), metric, name);
            for (int row = 0; row < points.rows(); row++) {
                Optional<Cell> cell = cells.get(row);
                if (cell.isPresent()) {
                    block.put(series.id(), row, cell.get());
                    series.add(points.times()[row], points.steps()[row], cell.get(), SeriesState.Tie.LATER_ARRIVAL);
                }
            }
        });
    }
}
