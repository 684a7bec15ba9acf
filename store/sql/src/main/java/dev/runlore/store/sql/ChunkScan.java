// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sealed rows of one metric, each part checked as it is read: one chunk at a time in memory. For the thread that has the session. */
final class ChunkScan {
    /** What is wrong with a chunk: which of its parts, or where it lies; or with the list of all chunks. */
    enum Part {
        AXES,
        BODY,
        PYRAMID,
        HEAD,
        PLACE,
        LIST
    }

    /** A chunk's fault; points are lost when its axes or its body cannot be read. */
    record Fault(long series, long firstRow, Part part, String why) {
        boolean isLoss() {
            return part == Part.AXES || part == Part.BODY || part == Part.LIST;
        }
    }

    private record Stored(
            long series, ChunkHead head, byte @Nullable [] axes, byte @Nullable [] pyramid, byte @Nullable [] body) {}

    private final Session session;
    private final long metric;
    private final List<Long> series;
    private final List<Fault> faults = new ArrayList<>();

    /** @param series the metric's columns */
    ChunkScan(Session session, long metric, List<Long> series) {
        this.session = session;
        this.metric = metric;
        this.series = series;
    }

    List<Fault> faults() {
        return faults;
    }

    /** Hands over the rows of each chunk in order, with the columns that can be read. */
    void read(Consumer<Rows> sink) {
        long next = 0;
        for (ChunkHead head : heads()) {
            if (head.firstRow() != next) {
                faults.add(new Fault(
                        metric,
                        head.firstRow(),
                        Part.PLACE,
                        "it begins at row " + head.firstRow() + " but must at " + next));
            }
            next = head.end();
            rows(head).ifPresent(sink);
        }
    }

    private List<ChunkHead> heads() {
        try {
            return ChunkRows.heads(session, metric);
        } catch (DamagedBytesException e) {
            faults.add(new Fault(metric, 0, Part.LIST, String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    private Optional<Rows> rows(ChunkHead first) {
        Axes axes;
        try {
            axes = ChunkDecoder.axes(
                    require(stored(metric, first.firstRow()).flatMap(it -> Optional.ofNullable(it.axes))));
            requireRows(first.rows(), axes.times().length);
        } catch (DamagedBytesException e) {
            faults.add(new Fault(metric, first.firstRow(), Part.AXES, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
        Map<Long, Cells> columns = new LinkedHashMap<>();
        for (long id : series) {
            column(id, first.firstRow(), axes).ifPresent(cells -> columns.put(id, cells));
        }
        return Optional.of(new Rows(axes.times(), axes.steps(), columns));
    }

    private Optional<Cells> column(long id, long firstRow, Axes axes) {
        try {
            return stored(id, firstRow).flatMap(stored -> cells(stored, axes));
        } catch (DamagedBytesException e) {
            faults.add(new Fault(id, firstRow, Part.BODY, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static byte[] require(Optional<byte[]> bytes) {
        return bytes.orElseThrow(() -> new DamagedBytesException("its times and steps are not there"));
    }

    private static void requireRows(int said, int has) {
        if (said != has) {
            throw new DamagedBytesException("it says to have " + said + " rows but has " + has);
        }
    }

    private Optional<Stored> stored(long id, long firstRow) {
        return ChunkRows.find(session, id, firstRow)
                .map(head -> new Stored(
                        id,
                        head,
                        ChunkRows.blob(session, "axes", id, firstRow).orElse(null),
                        ChunkRows.blob(session, "pyramid", id, firstRow).orElse(null),
                        ChunkRows.blob(session, "body", id, firstRow).orElse(null)));
    }

    private Optional<Cells> cells(Stored stored, Axes axes) {
        if (stored.body == null) {
            requireRows(0, stored.head.cells());
            return Optional.empty();
        }
        Cells cells = ChunkDecoder.cells(stored.body);
        requireRows(axes.times().length, cells.size());
        Rows rows = new Rows(axes.times(), axes.steps(), Map.of(stored.series, cells));
        if (!isSame(stored.head, ChunkHead.of(stored.head.firstRow(), rows, cells))) {
            fault(stored, Part.HEAD, "what is known of it without reading it is not what it has");
        }
        if (stored.pyramid != null
                && !Arrays.equals(
                        stored.pyramid,
                        Pyramid.of(axes.times(), axes.steps(), cells).encode())) {
            fault(stored, Part.PYRAMID, "its pyramid is not that of its points");
        }
        return Optional.of(cells);
    }

    /** SQLite keeps no sign of a zero, so both zeros are one here. */
    private static boolean isSame(ChunkHead stored, ChunkHead made) {
        return plain(stored).equals(plain(made));
    }

    private static ChunkHead plain(ChunkHead head) {
        return new ChunkHead(
                head.firstRow(),
                head.rows(),
                head.cells(),
                head.numbers(),
                head.minStep() + 0.0,
                head.maxStep() + 0.0,
                head.minTime(),
                head.maxTime(),
                head.stepOrder(),
                head.timesAscend());
    }

    private void fault(Stored stored, Part part, String why) {
        faults.add(new Fault(stored.series, stored.head.firstRow(), part, why));
    }
}
