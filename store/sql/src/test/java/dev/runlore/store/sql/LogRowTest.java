// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogRowTest {
    private static final double[] STEPS = {0, 1, 2, 3, -5, 1e6, 0x1p53, -0x1p53, 0.5, -0.0, 1e-300, Double.NaN};

    private final LogRowEncoder encoder = new LogRowEncoder();

    /** What was put into one metric's block, kept beside it in the plainest form. */
    private record Expected(List<Long> times, List<Double> steps, Map<Long, List<@Nullable Cell>> columns) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverGoesInComesOut(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            LogRow row = new LogRow();
            Map<Long, Expected> expected = new LinkedHashMap<>();
            fill(random, row, expected);

            byte[] bytes = encoder.encode(row);

            Map<Long, Rows> all = LogRowDecoder.all(bytes);
            assertThat(all.keySet()).isEqualTo(expected.keySet());
            expected.forEach((metric, rows) -> {
                same(all.get(metric), rows);
                same(LogRowDecoder.find(bytes, metric).orElseThrow(), rows);
            });
            assertThat(LogRowDecoder.find(bytes, 999_999_999L)).isEmpty();
        }
    }

    private static void fill(Random random, LogRow row, Map<Long, Expected> expected) {
        int records = 1 + random.nextInt(60);
        for (int i = 0; i < records; i++) {
            long metric = 1 + random.nextInt(5) * 100_000L;
            Expected rows = expected.computeIfAbsent(
                    metric, id -> new Expected(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>()));
            int count = 1 + random.nextInt(4);
            long time = random.nextInt(9) == 0 ? random.nextLong() : 1_700_000_000_000L + random.nextInt(10_000);
            double step = seedOf(metric, random);
            int first = row.block(metric).addRows(count, time, step);
            assertThat(first).isEqualTo(rows.times.size());
            for (int c = 0; c < count; c++) {
                rows.times.add(time);
                rows.steps.add(step);
            }
            for (long series = metric; series < metric + 3; series++) {
                if (series == metric || random.nextBoolean()) {
                    put(random, row, rows, new Place(metric, series, first, count));
                }
            }
        }
        expected.values().forEach(rows -> rows.columns.values().forEach(cells -> pad(cells, rows.times.size())));
    }

    private record Place(long metric, long series, int first, int count) {}

    private static void put(Random random, LogRow row, Expected rows, Place place) {
        List<@Nullable Cell> cells = rows.columns.computeIfAbsent(place.series, id -> new ArrayList<>());
        pad(cells, place.first);
        for (int c = 0; c < place.count; c++) {
            Cell cell = cell(random, place.series);
            row.block(place.metric).put(place.series, place.first + c, cell);
            cells.add(cell);
        }
    }

    private static void pad(List<@Nullable Cell> cells, int size) {
        while (cells.size() < size) {
            cells.add(null);
        }
    }

    /** Whole steps for one metric, none for the next, anything for the others. */
    private static double seedOf(long metric, Random random) {
        return switch ((int) (metric / 100_000)) {
            case 0 -> random.nextInt(1_000);
            case 1 -> Double.NaN;
            default -> STEPS[random.nextInt(STEPS.length)];
        };
    }

    /** One type for most series, so that each form of a column is met. */
    private static Cell cell(Random random, long series) {
        int kind = series % 2 == 0 ? random.nextInt(5) : (int) (series / 100_000);
        return switch (kind) {
            case 0 -> Cell.of(Double.longBitsToDouble(random.nextLong()));
            case 1 -> Cell.of(random.nextLong() >> random.nextInt(64));
            case 2 -> Cell.of(random.nextBoolean());
            case 3 -> Cell.of("é深😀".repeat(random.nextInt(20)));
            default -> Cell.NONE;
        };
    }

    private static void same(@Nullable Rows actual, Expected expected) {
        assertThat(actual).isNotNull();
        if (actual == null) {
            return;
        }
        assertThat(actual.times())
                .containsExactly(expected.times.stream().mapToLong(time -> time).toArray());
        assertThat(actual.steps()).hasSize(expected.steps.size());
        for (int i = 0; i < actual.steps().length; i++) {
            assertThat(Double.doubleToLongBits(actual.steps()[i]))
                    .isEqualTo(Double.doubleToLongBits(expected.steps.get(i)));
        }
        Map<Long, List<Optional<Cell>>> columns = new LinkedHashMap<>();
        expected.columns.forEach((series, cells) -> columns.put(
                series,
                cells.stream()
                        .map((@Nullable Cell cell) -> Optional.ofNullable(cell))
                        .toList()));
        assertThat(actual.columns()).isEqualTo(columns);
    }

    @Test
    void aBigRowIsCompressed() {
        LogRow row = new LogRow();
        for (int i = 0; i < 10_000; i++) {
            LogRow.Block block = row.block(7);
            block.put(7, block.addRows(1, i, i), Cell.of(1.5));
        }

        byte[] bytes = encoder.encode(row);

        assertThat(bytes[1]).isEqualTo((byte) LogRowEncoder.ZSTD);
        assertThat(bytes.length).isLessThan(4_000);
        assertThat(LogRowDecoder.find(bytes, 7).orElseThrow().times()).hasSize(10_000);
    }

    @Test
    void everyFlippedBitAndEveryCutIsSeen() {
        Random random = new Random(3);
        LogRow row = new LogRow();
        fill(random, row, new LinkedHashMap<>());
        byte[] bytes = encoder.encode(row);

        for (int bit = 0; bit < bytes.length * 8; bit += 1 + random.nextInt(5)) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> LogRowDecoder.all(damaged)).isInstanceOf(DamagedBytesException.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> LogRowDecoder.all(cut)).isInstanceOf(DamagedBytesException.class);
        }
    }

    @Test
    void bytesThatPassTheChecksumAndMeanNothingAreDamageToo() {
        Random random = new Random(4);
        for (int round = 0; round < 5_000; round++) {
            byte[] junk = new byte[2 + random.nextInt(60)];
            random.nextBytes(junk);
            junk[0] = LogRowEncoder.FORMAT;
            junk[1] = (byte) random.nextInt(2);
            byte[] signed = Checksums.signed(junk);
            try {
                LogRowDecoder.all(signed);
            } catch (DamagedBytesException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aLaterFormatIsNamed() {
        assertThatThrownBy(() -> LogRowDecoder.all(Checksums.signed(new byte[] {2, 0, 1})))
                .isInstanceOf(DamagedBytesException.class)
                .hasMessageContaining("format 2");
    }
}
