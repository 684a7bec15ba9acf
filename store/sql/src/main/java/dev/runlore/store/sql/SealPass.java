// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Packs the oldest points of a run's log: reads them, joins them with what is sealed already, and makes the chunks. Reading only;
 * {@link Sealed} is what puts the chunks in the place of the log rows. For the thread that has the session and the encoders.
 */
final class SealPass {
    /** Points and bytes that are taken into memory at once. */
    private static final long MOST_CELLS = 1_000_000;

    private static final long MOST_BYTES = 32L * 1024 * 1024;

    /** Characters of text that a chunk has at most. */
    private static final long MOST_TEXT = 8L * 1024 * 1024;

    /** Cells of one log row that holds what is not worth a chunk. */
    private static final int LEFT_CELLS = 50_000;

    private final Session session;
    private final ChunkEncoder chunks;
    private final LogRowEncoder logRows;
    private final long run;
    private final Map<Long, Rows.Joiner> metrics = new TreeMap<>();
    private final List<Long> seqs = new ArrayList<>();
    private long cells;
    private boolean cut;

    SealPass(Session session, ChunkEncoder chunks, LogRowEncoder logRows, long run) {
        this.session = session;
        this.chunks = chunks;
        this.logRows = logRows;
        this.run = run;
    }

    /**
     * The change that seals what was read; empty when there is nothing to gain.
     *
     * @param least metrics with fewer rows in the log stay there, in as few log rows as hold them
     * @throws DamagedBytesException a log row or a chunk cannot be read
     */
    Optional<Sealed> make(int least) {
        readLog();
        // What fills a whole pass by itself must not stay, or the next one would find the same.
        int leastNow = cut ? 1 : least;
        List<Sealed.Cut> cuts = new ArrayList<>();
        List<Chunk> sealed = new ArrayList<>();
        List<LogRow> left = new ArrayList<>();
        metrics.forEach((metric, joined) -> {
            if (joined.count() >= leastNow) {
                seal(metric, joined.build(), cuts, sealed);
            } else {
                keep(metric, joined.build(), left);
            }
        });
        if (seqs.isEmpty() || sealed.isEmpty() && left.size() >= seqs.size()) {
            return Optional.empty();
        }
        return Optional.of(new Sealed(
                run,
                List.copyOf(seqs),
                cuts,
                sealed,
                left.stream()
                        .map(row -> new Sealed.Left(row.cells(), logRows.encode(row)))
                        .toList()));
    }

    /** Whether the log has more than was read. */
    boolean isCut() {
        return cut;
    }

    private void readLog() {
        long[] bytes = {0};
        session.forEach(
                "SELECT seq, n, body FROM metric_log WHERE run_key = ? ORDER BY seq",
                row -> {
                    byte[] body = row.getBytes(3);
                    bytes[0] += LogRowDecoder.payloadBytes(body);
                    cells += row.getLong(2);
                    if (!seqs.isEmpty() && (cells > MOST_CELLS || bytes[0] > MOST_BYTES)) {
                        cut = true;
                        return false;
                    }
                    seqs.add(row.getLong(1));
                    LogRowDecoder.all(body)
                            .forEach((metric, rows) -> metrics.computeIfAbsent(metric, id -> new Rows.Joiner())
                                    .add(rows));
                    return true;
                },
                run);
    }

    private void seal(long metric, Rows rows, List<Sealed.Cut> cuts, List<Chunk> sealed) {
        List<Long> series = session.list(
                "SELECT series_id FROM series WHERE run_key = ? AND metric_id = ? ORDER BY series_id",
                row -> row.getLong(1),
                run,
                metric);
        Rows joined = rows;
        long first = ChunkRows.sealed(session, metric);
        long sealedBefore = first;
        Optional<ChunkHead> older = chunkBefore(metric, first);
        while (older.isPresent() && isWorthMerging(older.get(), joined)) {
            first = older.get().firstRow();
            joined = new Rows.Joiner()
                    .add(ChunkRows.read(session, metric, series, first))
                    .add(joined)
                    .build();
            older = chunkBefore(metric, first);
        }
        if (first < sealedBefore) {
            cuts.add(new Sealed.Cut(series, first));
        }
        for (int from = 0; from < joined.count(); ) {
            int to = Math.max(from + 1, joined.cut(from, Chunk.ROWS, MOST_TEXT));
            sealed.addAll(Chunk.of(metric, first + from, joined.part(from, to), chunks));
            from = to;
        }
    }

    private Optional<ChunkHead> chunkBefore(long metric, long row) {
        return row == 0 ? Optional.empty() : ChunkRows.at(session, metric, row - 1);
    }

    /** Chunks grow in tiers: each row is written anew only when what it is with at least doubles. */
    private static boolean isWorthMerging(ChunkHead older, Rows newer) {
        return older.rows() <= newer.count()
                && older.rows() < Chunk.ROWS
                && newer.columns().values().stream()
                        .allMatch(cells -> cells.type() != ColumnType.TEXT && cells.type() != ColumnType.MIXED
                                || newer.count() < Chunk.ROWS / 2);
    }

    /** Log rows have a metric once, so in the order of the metrics they can be filled one after another. */
    private void keep(long metric, Rows rows, List<LogRow> left) {
        boolean isFull = !left.isEmpty() && left.getLast().cells() >= LEFT_CELLS;
        if (left.isEmpty() || isFull && left.size() < seqs.size()) {
            left.add(new LogRow());
        }
        left.getLast().block(metric).add(rows);
    }
}
