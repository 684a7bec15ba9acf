// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PyramidTest {
    @ParameterizedTest
    @EnumSource(RandomColumn.class)
    void eachBlockIsWhatItsCellsSay(RandomColumn kind) {
        Random random = new Random(kind.ordinal());
        for (int rows : new int[] {1, 255, 256, 257, 1_000, 65_536}) {
            for (int absentIn : new int[] {0, 1, 2, 300}) {
                long[] times = RandomAxes.jittered(random, rows);
                double[] steps = RandomAxes.steps(random, rows).get(random.nextInt(10));
                Cells cells = kind.column(random, rows, absentIn);

                Pyramid pyramid = Pyramid.decode(Pyramid.of(times, steps, cells).encode());

                assertThat(pyramid.rows()).isEqualTo(rows);
                assertThat(pyramid.blocks()).isEqualTo((rows + 255) / 256);
                for (int b = 0; b < pyramid.blocks(); b++) {
                    List<Integer> numbers = numbers(cells, b);
                    Integer first = numbers.isEmpty() ? null : numbers.getFirst();
                    assertThat(pyramid.counts()[b]).isEqualTo(numbers.size());
                    same(pyramid.steps()[b], first == null ? Double.NaN : steps[first]);
                    assertThat(pyramid.times()[b]).isEqualTo(first == null ? 0 : times[first]);
                    sameNumbers(pyramid, b, values(cells, numbers));
                }
            }
        }
    }

    /** Rows of a block whose cell is a number or a boolean. */
    private static List<Integer> numbers(Cells cells, int block) {
        return IntStream.range(block * 256, Math.min(cells.size(), block * 256 + 256))
                .filter(row -> cells.get(row).filter(PyramidTest::isNumber).isPresent())
                .boxed()
                .toList();
    }

    private static boolean isNumber(Cell cell) {
        return cell instanceof Cell.Float64 || cell instanceof Cell.Int64 || cell instanceof Cell.Bool;
    }

    private static List<Double> values(Cells cells, List<Integer> rows) {
        return rows.stream().map(row -> cells.get(row).orElseThrow().asDouble()).toList();
    }

    private static void sameNumbers(Pyramid pyramid, int b, List<Double> values) {
        List<Double> numbers = values.stream().filter(value -> !value.isNaN()).toList();
        assertThat(pyramid.nans()[b]).isEqualTo(values.size() - numbers.size());
        same(pyramid.firsts()[b], numbers.isEmpty() ? Double.NaN : numbers.getFirst());
        same(pyramid.lasts()[b], numbers.isEmpty() ? Double.NaN : numbers.getLast());
        same(pyramid.mins()[b], numbers.stream().reduce(Math::min).orElse(Double.NaN));
        same(pyramid.maxs()[b], numbers.stream().reduce(Math::max).orElse(Double.NaN));
        sameSum(pyramid.sums()[b], pyramid.losts()[b], numbers);
    }

    private static void sameSum(double sum, double lost, List<Double> numbers) {
        double plain = numbers.stream().mapToDouble(value -> value).reduce(0, Double::sum);
        if (!Double.isFinite(plain)) {
            boolean finite = numbers.stream().allMatch(Double::isFinite);
            same(sum, finite ? Double.NaN : infinite(numbers));
            same(lost, 0);
            return;
        }
        BigDecimal exact = numbers.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        double magnitude = numbers.stream().mapToDouble(Math::abs).sum();
        assertThat(sum + lost)
                .isCloseTo(exact.doubleValue(), within(Math.ulp(exact.doubleValue()) + magnitude * 0x1p-90));
    }

    private static double infinite(List<Double> numbers) {
        return numbers.stream().filter(value -> value.isInfinite()).reduce(0.0, Double::sum);
    }

    private static void same(double actual, double expected) {
        assertThat(Double.doubleToLongBits(actual)).isEqualTo(Double.doubleToLongBits(expected));
    }

    @Test
    void aPyramidTakesLessThanAThirdOfAByteAPoint() {
        Cells cells = RandomColumn.LOSS.column(new Random(1), 65_536, 0);

        byte[] bytes = Pyramid.of(RandomAxes.regular(65_536), RandomAxes.byOne(65_536), cells)
                .encode();

        assertThat(bytes).hasSizeLessThan(65_536 * 3 / 10);
    }
}
