// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cells;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkTest {
    private final ChunkEncoder encoder = new ChunkEncoder();

    @AfterEach
    void close() {
        encoder.close();
    }

    @ParameterizedTest
    @EnumSource(RandomColumn.class)
    void everyKindOfColumnComesOutAsItWentIn(RandomColumn kind) {
        Random random = new Random(kind.ordinal());
        for (int rows : new int[] {1, 2, 3, 7, 8, 9, 64, 255, 256, 257, 1_000, 5_003, 65_536}) {
            for (int absentIn : new int[] {0, 2, 7, 100}) {
                Cells cells = kind.column(random, rows, absentIn);

                Cells read = ChunkDecoder.cells(encoder.cells(cells));

                same(read, cells);
            }
        }
    }

    /** Compares without boxing where that can be, and with it elsewhere. */
    static void same(Cells actual, Cells expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(actual.absent()).isEqualTo(expected.absent());
        assertThat(actual.size()).isEqualTo(expected.size());
        if (expected.isUnboxed()) {
            assertThat(bits(actual)).isEqualTo(bits(expected));
        } else {
            assertThat(actual.equals(expected)).isTrue();
        }
    }

    private static long[] bits(Cells cells) {
        long[] bits = new long[cells.size()];
        for (int row = 0; row < bits.length; row++) {
            bits[row] = cells.isPresent(row) ? cells.bits(row) : 0;
        }
        return bits;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 255, 256, 257, 65_536})
    void timesAndStepsOfEveryKindComeOutAsTheyWentIn(int rows) {
        Random random = new Random(rows);
        for (long[] times : RandomAxes.times(random, rows)) {
            for (double[] steps : RandomAxes.steps(random, rows)) {
                Axes axes = ChunkDecoder.axes(encoder.axes(times, steps));

                assertThat(axes.times()).isEqualTo(times);
                assertThat(bits(axes.steps())).isEqualTo(bits(steps));
            }
        }
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }
}
