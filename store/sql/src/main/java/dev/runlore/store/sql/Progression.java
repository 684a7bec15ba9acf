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
        long[] tokens = new long[2 * values.length];
        tokens[0] = VarInts.zigzag(values[0]);
        int count = 1;
        long difference = 0;
        int i = 1;
        while (i < values.length) {
            long next = values[i] - values[i - 1];
            tokens[count++] = VarInts.zigzag(next - difference);
            int run = next == difference ? run(values, i) : 1;
            if (next == difference) {
                tokens[count++] = run - 1;
            }
            difference = next;
            i += run;
        }
        sink.varints(tokens, count);
    }

    /** How many numbers from here on go on by the same difference as this one. */
    private static int run(long[] values, int from) {
        long difference = values[from] - values[from - 1];
        int i = from + 1;
        while (i < values.length && values[i] - values[i - 1] == difference) {
            i++;
        }
        return i - from;
    }

    /** So many numbers, of which there is at least one, from the whole of a section. */
    static long[] read(ByteSource section, int count) {
        long[] tokens = new long[Math.min(section.left(), 2 * count)];
        int last = section.varints(tokens);
        section.requireEnd();
        long[] values = new long[count];
        int token = 0;
        long difference = 0;
        int i = 0;
        while (i < count && token < last) {
            long change = VarInts.unzigzag(tokens[token++]);
            if (i == 0) {
                values[i++] = change;
            } else if (change != 0) {
                difference += change;
                values[i] = values[i - 1] + difference;
                i++;
            } else {
                int end = i + run(tokens, token, last, count - i);
                token++;
                for (; i < end; i++) {
                    values[i] = values[i - 1] + difference;
                }
            }
        }
        if (i < count || token < last) {
            throw new DamagedBytesException("it has " + last + " changes for " + count + " rows");
        }
        return values;
    }

    private static int run(long[] tokens, int at, int last, int most) {
        if (at == last || tokens[at] < 0 || tokens[at] >= most) {
            throw new DamagedBytesException("a run of equal differences is too long");
        }
        return (int) tokens[at] + 1;
    }
}
