// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/**
 * Writes whole numbers that go on much as they did, such as times and steps: the changes of their differences, with the length
 * of each run of zeros in place of its zeros. For one thread.
 */
final class ProgressionEncoder {
    private final ByteSink sink;
    private boolean begun;
    private long value;
    private long difference;
    private int same;

    ProgressionEncoder(ByteSink sink) {
        this.sink = sink;
    }

    void add(long next) {
        long step = next - value;
        value = next;
        if (!begun) {
            begun = true;
            sink.signed(next);
        } else if (step == difference) {
            same++;
        } else {
            end();
            sink.signed(step - difference);
            difference = step;
        }
    }

    /** Writes what is held back after the last number. */
    void end() {
        if (same > 0) {
            sink.u8(0);
            sink.varint(same - 1);
            same = 0;
        }
    }
}
