// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sealed rows of one series, ready to be stored. The bytes are those of {@code docs/formats/metric-chunk.md}.
 *
 * @param axes times and steps of the rows, with the metric's first series only
 * @param pyramid for charts, where the series has numbers in enough rows
 * @param body the cells, where there are any
 */
record Chunk(long series, ChunkHead head, byte @Nullable [] axes, byte @Nullable [] pyramid, byte @Nullable [] body) {
    /** Most rows of a chunk. */
    static final int ROWS = 65_536;

    /** Up to here the points themselves are as quickly read. */
    private static final int ROWS_WITHOUT_PYRAMID = 512;

    /** The chunks of all columns that have cells in the rows; that of the metric's first series has the axes and is always there. */
    static List<Chunk> of(long metric, long firstRow, Rows rows, ChunkEncoder encoder) {
        List<Chunk> chunks = new ArrayList<>();
        if (!rows.columns().containsKey(metric)) {
            Cells none = new Cells.Builder(0).addAbsent(rows.count()).build();
            chunks.add(of(metric, firstRow, rows, none, encoder, true));
        }
        for (Map.Entry<Long, Cells> column : rows.columns().entrySet()) {
            boolean isFirst = column.getKey() == metric;
            if (isFirst || column.getValue().present() > 0) {
                chunks.add(of(column.getKey(), firstRow, rows, column.getValue(), encoder, isFirst));
            }
        }
        return chunks;
    }

    private static Chunk of(
            long series, long firstRow, Rows rows, Cells cells, ChunkEncoder encoder, boolean withAxes) {
        ChunkHead head = ChunkHead.of(firstRow, rows, cells);
        return new Chunk(
                series,
                head,
                withAxes ? encoder.axes(rows.times(), rows.steps()) : null,
                head.numbers() > 0 && rows.count() > ROWS_WITHOUT_PYRAMID
                        ? Pyramid.of(rows.times(), rows.steps(), cells).encode()
                        : null,
                head.cells() > 0 ? encoder.cells(cells) : null);
    }
}
