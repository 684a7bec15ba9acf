// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/** Bytes a point and points a second of sealed chunks on one core, printed; run by hand. */
final class ChunkBenchmark {
    private static final RandomColumn[] KINDS = {
        RandomColumn.LOSS, RandomColumn.ACCURACY, RandomColumn.COSINE, RandomColumn.PERCENT, RandomColumn.DOUBLE_BITS
    };
    private static final int BLOCKS = 40_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static long sink;

    private ChunkBenchmark() {}

    public static void main(String[] args) {
        try (ChunkEncoder encoder = new ChunkEncoder()) {
            for (int round = 0; round < 2; round++) {
                System.out.printf("round %d%n", round + 1);
                for (int rows : new int[] {65_536, 4_096, 512}) {
                    for (RandomColumn kind : KINDS) {
                        chunk(encoder, kind, rows);
                    }
                }
                pyramids();
            }
        }
        System.out.printf("(%d)%n", sink % 10);
    }

    private static void chunk(ChunkEncoder encoder, RandomColumn kind, int rows) {
        Random random = new Random(rows);
        long[] times = RandomAxes.jittered(random, rows);
        double[] steps = RandomAxes.byOne(rows);
        Cells cells = kind.column(random, rows, 0);
        byte[] axes = encoder.axes(times, steps);
        byte[] body = encoder.cells(cells);
        System.out.printf(
                "%-12s %,7d rows: %5.2f bytes a point (%.2f axes), M points/s: encode %4.0f (axes %4.0f, cells %4.0f),"
                        + " decode %4.0f (axes %4.0f, cells %4.0f), pyramid %4.0f%n",
                kind,
                rows,
                (axes.length + body.length) / (double) rows,
                axes.length / (double) rows,
                rate(rows, () -> encoder.axes(times, steps).length + encoder.cells(cells).length),
                rate(rows, () -> encoder.axes(times, steps).length),
                rate(rows, () -> encoder.cells(cells).length),
                rate(
                        rows,
                        () -> ChunkDecoder.axes(axes).times().length
                                + ChunkDecoder.cells(body).size()),
                rate(rows, () -> ChunkDecoder.axes(axes).times().length),
                rate(rows, () -> ChunkDecoder.cells(body).size()),
                rate(rows, () -> Pyramid.of(times, steps, cells).encode().length));
    }

    private static void pyramids() {
        Cells cells = RandomColumn.LOSS.column(new Random(1), 65_536, 0);
        byte[] bytes = Pyramid.of(RandomAxes.regular(65_536), RandomAxes.byOne(65_536), cells)
                .encode();
        double million = rate(BLOCKS, () -> {
            long sum = 0;
            for (byte[] one : Collections.nCopies(BLOCKS / 256, bytes)) {
                sum += Pyramid.decode(one).blocks();
            }
            return sum;
        });
        System.out.printf("pyramids of %,d blocks read in %.2f ms%n", BLOCKS, BLOCKS / million / 1e3);
    }

    private interface Work {
        long run();
    }

    /** Millions of points a second of the thread's own time, the median of many rounds. */
    private static double rate(int points, Work work) {
        double[] nanos = new double[11];
        int repeat = Math.max(1, 500_000 / points);
        for (int i = 0; i < nanos.length; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int j = 0; j < repeat; j++) {
                sink += work.run();
            }
            nanos[i] = (THREADS.getCurrentThreadCpuTime() - start) / (double) repeat;
        }
        Arrays.sort(nanos);
        return points * 1e3 / nanos[nanos.length / 2];
    }
}
