// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The files in {@code golden} are read for ever: they are never written again, and a later format gets files of its own. */
final class GoldenLogRowTest {
    private final LogRowEncoder encoder = new LogRowEncoder();

    /** Every form of a column, of steps and of absence, plain. */
    static LogRow everyForm() {
        LogRow row = new LogRow();
        LogRow.Block scalar = row.block(1);
        scalar.put(1, scalar.addRows(1, 1_500_000_000_000L, 0), Cell.of(0.1));
        scalar.put(1, scalar.addRows(1, 1_500_000_000_120L, 1), Cell.of(-0.0));
        scalar.put(1, scalar.addRows(1, 1_499_999_999_999L, 300), Cell.of(Double.NaN));
        LogRow.Block table = row.block(200);
        table.addRows(2, 1_500_000_000_200L, Double.NaN);
        table.put(200, 0, Cell.of(Long.MIN_VALUE));
        table.put(200, 1, Cell.of(Long.MAX_VALUE));
        table.put(201, 1, Cell.of("été 深度"));
        table.put(202, 0, Cell.of(true));
        table.put(202, 1, Cell.of(false));
        table.put(150, 0, Cell.NONE);
        LogRow.Block mixed = row.block(5);
        Cell[] cells = {
            Cell.of(Double.NEGATIVE_INFINITY), Cell.of(-3L), Cell.of(true), Cell.of(""), Cell.NONE, Cell.of("NaN")
        };
        double[] steps = {0.5, Double.NaN, -0.0, 1e300, 7, 0x1p53};
        for (int i = 0; i < cells.length; i++) {
            mixed.put(5, mixed.addRows(1, 1_500_000_000_000L, steps[i]), cells[i]);
        }
        return row;
    }

    /** Enough of two scalars to be compressed. */
    static LogRow compressed() {
        LogRow row = new LogRow();
        for (int i = 0; i < 600; i++) {
            LogRow.Block loss = row.block(11);
            loss.put(11, loss.addRows(1, 1_500_000_000_000L + i * 100L, i), Cell.of(1.0 / (1 + i)));
            LogRow.Block epoch = row.block(12);
            epoch.put(12, epoch.addRows(1, 1_500_000_000_000L + i * 100L, i), Cell.of((long) i / 60));
        }
        return row;
    }

    @Test
    void thePlainFileIsReadAndWrittenTheSame() {
        byte[] golden = golden("log-row-1-plain.bin");

        assertThat(encoder.encode(everyForm())).isEqualTo(golden);
        Rows scalar = LogRowDecoder.find(golden, 1).orElseThrow();
        assertThat(scalar.times()).containsExactly(1_500_000_000_000L, 1_500_000_000_120L, 1_499_999_999_999L);
        assertThat(scalar.steps()).containsExactly(0, 1, 300);
        assertThat(scalar.columns().get(1L))
                .containsExactly(
                        Optional.of(Cell.of(0.1)), Optional.of(Cell.of(-0.0)), Optional.of(Cell.of(Double.NaN)));
        Rows table = LogRowDecoder.find(golden, 200).orElseThrow();
        assertThat(table.steps()).containsExactly(Double.NaN, Double.NaN);
        assertThat(table.columns().keySet()).containsExactly(200L, 201L, 202L, 150L);
        assertThat(table.columns().get(200L))
                .containsExactly(Optional.of(Cell.of(Long.MIN_VALUE)), Optional.of(Cell.of(Long.MAX_VALUE)));
        assertThat(table.columns().get(201L)).containsExactly(Optional.empty(), Optional.of(Cell.of("été 深度")));
        assertThat(table.columns().get(202L)).containsExactly(Optional.of(Cell.of(true)), Optional.of(Cell.of(false)));
        assertThat(table.columns().get(150L)).containsExactly(Optional.of(Cell.NONE), Optional.empty());
        Rows mixed = LogRowDecoder.find(golden, 5).orElseThrow();
        assertThat(mixed.steps()).containsExactly(0.5, Double.NaN, -0.0, 1e300, 7, 0x1p53);
        assertThat(mixed.columns().get(5L))
                .containsExactly(
                        Optional.of(Cell.of(Double.NEGATIVE_INFINITY)),
                        Optional.of(Cell.of(-3L)),
                        Optional.of(Cell.of(true)),
                        Optional.of(Cell.of("")),
                        Optional.of(Cell.NONE),
                        Optional.of(Cell.of("NaN")));
    }

    @Test
    void theCompressedFileIsRead() {
        byte[] golden = golden("log-row-1-zstd.bin");

        Rows loss = LogRowDecoder.find(golden, 11).orElseThrow();
        Rows epoch = LogRowDecoder.find(golden, 12).orElseThrow();
        assertThat(golden[1]).isEqualTo((byte) LogRowEncoder.ZSTD);
        assertThat(loss.times())
                .isEqualTo(IntStream.range(0, 600)
                        .mapToLong(i -> 1_500_000_000_000L + i * 100L)
                        .toArray());
        assertThat(loss.steps())
                .isEqualTo(IntStream.range(0, 600).asDoubleStream().toArray());
        assertThat(loss.columns().get(11L))
                .isEqualTo(IntStream.range(0, 600)
                        .mapToObj(i -> Optional.of(Cell.of(1.0 / (1 + i))))
                        .toList());
        assertThat(epoch.columns().get(12L))
                .isEqualTo(IntStream.range(0, 600)
                        .mapToObj(i -> Optional.of(Cell.of((long) i / 60)))
                        .toList());
    }

    private static byte[] golden(String name) {
        try (InputStream file = GoldenLogRowTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
