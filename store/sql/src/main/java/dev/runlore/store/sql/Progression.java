// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/**
 * Whole numbers that go on much as they did, such as times and steps: the changes of their differences, with the length of
 * each run of zeros in place of its zeros.
 */
final class Progression {
    private Progression() {}

    static void write(long[] values, ByteSink sink) {
        sink.signed(values[0]);
        long difference = 0;
        int same = 0;
        for (int i = 1; i < values.length; i++) {
            long next = values[i] - values[i - 1];
            if (next == difference) {
                same++;
            } else {
                endRun(same, sink);
                same = 0;
                sink.signed(next - difference);
                difference = next;
            }
        }
        endRun(same, sink);
    }

    private static void endRun(int same, ByteSink sink) {
        if (same > 0) {
            sink.u8(0);
            sink.varint(same - 1);
        }
    }

    /** So many numbers, of which there is at least one. */
    static long[] read(ByteSource source, int count) {
        long[] values = new long[count];
        values[0] = source.signed();
        long difference = 0;
        int i = 1;
        while (i < count) {
            long change = source.signed();
            difference += change;
            long run = change == 0 ? source.varint() : 0;
            if (run < 0 || run >= count - i) {
                throw new DamagedBytesException("a run of " + run + " numbers is too long");
            }
            for (int end = i + (int) run; i <= end; i++) {
                values[i] = values[i - 1] + difference;
            }
        }
        return values;
    }
}
