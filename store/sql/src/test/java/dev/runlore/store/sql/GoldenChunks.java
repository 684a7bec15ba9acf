// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the golden files of chunks hold: every form once, plain and compressed. Made with exact arithmetic alone. */
final class GoldenChunks {
    private GoldenChunks() {}

    /** Writes the files that are not there yet to a folder; those that are there stay as they are for ever. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (ChunkEncoder encoder = new ChunkEncoder()) {
            for (Map.Entry<String, Axes> axes : axes().entrySet()) {
                Axes value = axes.getValue();
                write(folder.resolve(axes.getKey()), encoder.axes(value.times(), value.steps()));
            }
            for (Map.Entry<String, Cells> cells : cells().entrySet()) {
                write(folder.resolve(cells.getKey()), encoder.cells(cells.getValue()));
            }
            for (Map.Entry<String, Pyramid> pyramid : pyramids().entrySet()) {
                write(folder.resolve(pyramid.getKey()), pyramid.getValue().encode());
            }
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        if (!Files.exists(file)) {
            Files.write(file, bytes);
        }
    }

    static Map<String, Axes> axes() {
        Map<String, Axes> axes = new LinkedHashMap<>();
        axes.put(
                "metric-chunk-1-axes-no-steps.bin",
                axes(
                        4,
                        row -> new long[] {1_500_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE, 0}[row],
                        row -> Double.NaN));
        axes.put(
                "metric-chunk-1-axes-whole-steps.bin",
                axes(300, row -> 1_500_000_000_000L + row * 120L + row / 100, row -> row < 200 ? row : 5_000 - row));
        axes.put(
                "metric-chunk-1-axes-some-steps.bin",
                axes(
                        9,
                        row -> 1_500_000_000_000L - row,
                        row -> new double[] {0.5, Double.NaN, -0.0, 1e300, 7, 0x1p53, Double.NaN, -1, 3}[row]));
        axes.put(
                "metric-chunk-1-axes-zstd.bin",
                axes(2_000, row -> 1_500_000_000_000L + row * 120L + row * 7L * row % 15, row -> row * row % 91));
        return axes;
    }

    private static Axes axes(int rows, IntToLongFunction time, IntToDoubleFunction step) {
        return new Axes(
                IntStream.range(0, rows).mapToLong(time).toArray(),
                IntStream.range(0, rows).mapToDouble(step).toArray());
    }

    static Map<String, Cells> cells() {
        Map<String, Cells> cells = new LinkedHashMap<>();
        cells.put("metric-chunk-1-decimal.bin", doubles(0.1, -2.5, 0, 1_000_000, 0.000001));
        cells.put("metric-chunk-1-decimal-zstd.bin", rows(1_000, row -> Cell.of(row * 37 % 1_000 / 1e4)));
        cells.put(
                "metric-chunk-1-float32.bin",
                doubles(1f / 3, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE));
        cells.put("metric-chunk-1-float32-zstd.bin", rows(2_000, row -> Cell.of((double) (1f / (1 + row)))));
        cells.put(
                "metric-chunk-1-float64.bin",
                doubles(1.0 / 3, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE));
        cells.put("metric-chunk-1-float64-zstd.bin", rows(1_000, row -> Cell.of(1.0 / (1 + row))));
        cells.put("metric-chunk-1-int-deltas.bin", ints(0, -1, 5, 1L << 53, -(1L << 53), 3));
        cells.put("metric-chunk-1-int-deltas-zstd.bin", rows(1_000, row -> Cell.of((long) row * row % 101)));
        cells.put(
                "metric-chunk-1-int-planes.bin",
                ints(0x0123_4567_89ab_cdefL, 0x7fff_ffff_ffff_fff0L, 0x3333_4444_5555_6666L, Long.MIN_VALUE / 2));
        cells.put("metric-chunk-1-bool-absent.bin", rows(20, row -> row % 3 == 0 ? null : Cell.of(row % 2 == 0)));
        cells.put(
                "metric-chunk-1-double-absent-zstd.bin", rows(6_000, row -> row % 9 == 4 ? null : Cell.of(row / 8.0)));
        cells.put(
                "metric-chunk-1-text.bin",
                rows(4, row -> Cell.of(List.of("", "été 深度", "\uFFFD", "😀").get(row))));
        cells.put("metric-chunk-1-text-zstd.bin", rows(300, row -> Cell.of("epoch " + row / 7)));
        cells.put("metric-chunk-1-none-absent.bin", rows(10, row -> row < 3 ? null : Cell.NONE));
        cells.put("metric-chunk-1-mixed.bin", rows(7, GoldenChunks::mixed));
        return cells;
    }

    private static @Nullable Cell mixed(int row) {
        return switch (row) {
            case 0 -> Cell.of(Double.NEGATIVE_INFINITY);
            case 1 -> Cell.of(-3L);
            case 2 -> Cell.of(true);
            case 3 -> null;
            case 4 -> Cell.NONE;
            case 5 -> Cell.of("NaN");
            default -> Cell.of(Double.NaN);
        };
    }

    static Map<String, Pyramid> pyramids() {
        Axes axes = axes(1_000, row -> 1_500_000_000_000L + row * 120L, row -> row < 500 ? row : Double.NaN);
        Map<String, Pyramid> pyramids = new LinkedHashMap<>();
        pyramids.put(
                "metric-chunk-1-pyramid.bin",
                Pyramid.of(axes.times(), axes.steps(), rows(1_000, row -> row / 256 == 1 ? null : special(row))));
        return pyramids;
    }

    private static Cell special(int row) {
        return row % 10 == 3 ? Cell.of(Double.NaN) : Cell.of(row == 900 ? Double.POSITIVE_INFINITY : 1.0 / (1 + row));
    }

    private static Cells doubles(double... values) {
        return rows(values.length, row -> Cell.of(values[row]));
    }

    private static Cells ints(long... values) {
        return rows(values.length, row -> Cell.of(values[row]));
    }

    private static Cells rows(int rows, IntFunction<@Nullable Cell> cell) {
        List<Optional<Cell>> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            cells.add(Optional.ofNullable(cell.apply(row)));
        }
        return Cells.of(cells);
    }
}
