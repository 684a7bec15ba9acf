// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/** Reads what a {@link ProgressionEncoder} wrote. */
final class ProgressionDecoder {
    private ProgressionDecoder() {}

    /** So many numbers, of which there is at least one, from the whole of a section. */
    static long[] read(ByteSource section, int count) {
        long[] values = new long[count];
        long value = section.signed();
        values[0] = value;
        long difference = 0;
        int i = 1;
        while (i < count) {
            long change = section.signed();
            if (change == 0) {
                for (int end = i + run(section, count - i); i < end; i++) {
                    value += difference;
                    values[i] = value;
                }
            } else {
                difference += change;
                value += difference;
                values[i++] = value;
            }
        }
        section.requireEnd();
        return values;
    }

    private static int run(ByteSource section, int most) {
        long run = section.varint();
        if (run < 0 || run >= most) {
            throw new DamagedBytesException("a run of equal differences is too long");
        }
        return (int) run + 1;
    }
}
