// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.Arrays;

/** Writes the numbers of a column in the smallest of a few forms that give back every bit. For one platform thread. */
final class NumberEncoder {
    static final int DECIMAL = 1;
    static final int FLOAT32_PLANES = 2;
    static final int FLOAT64_PLANES = 3;
    static final int DELTAS = 1;
    static final int INT64_PLANES = 2;

    private final SectionEncoder sections;
    private final ByteSink deltas = new ByteSink(0);
    private byte[] plane = new byte[0];

    NumberEncoder(SectionEncoder sections) {
        this.sections = sections;
    }

    /** Float64 numbers by their bits. */
    void doubles(long[] bits, ByteSink out) {
        int places = Decimals.places(bits, bits.length);
        long[] scaled = new long[places < 0 ? 0 : bits.length];
        boolean decimal = places >= 0 && Decimals.scale(bits, bits.length, places, scaled);
        if (decimal) {
            deltas(scaled);
        }
        if (decimal && deltas.size() <= 4 * bits.length) {
            decimal(places, out);
            return;
        }
        long[] floats = floats(bits);
        if (floats.length == bits.length) {
            out.u8(FLOAT32_PLANES);
            planes(floats, 4, out);
        } else if (decimal && deltas.size() <= 8 * bits.length) {
            decimal(places, out);
        } else {
            out.u8(FLOAT64_PLANES);
            planes(bits, 8, out);
        }
    }

    void longs(long[] values, ByteSink out) {
        deltas(values);
        if (deltas.size() <= 8 * values.length) {
            out.u8(DELTAS);
            sections.write(deltas, out);
        } else {
            out.u8(INT64_PLANES);
            planes(values, 8, out);
        }
    }

    private void decimal(int places, ByteSink out) {
        out.u8(DECIMAL);
        out.u8(places);
        sections.write(deltas, out);
    }

    private void deltas(long[] values) {
        deltas.clear();
        long before = 0;
        for (long value : values) {
            deltas.signed(value - before);
            before = value;
        }
    }

    /** The bits of the numbers as float32; fewer where one is not the same as a float32. */
    private static long[] floats(long[] bits) {
        long[] floats = new long[bits.length];
        for (int i = 0; i < bits.length; i++) {
            float number = (float) Double.longBitsToDouble(bits[i]);
            if (Double.doubleToRawLongBits(number) != bits[i]) {
                return Arrays.copyOf(floats, i);
            }
            floats[i] = Float.floatToRawIntBits(number);
        }
        return floats;
    }

    /** All highest bytes, then all that follow them, down to the lowest. */
    private void planes(long[] values, int bytes, ByteSink out) {
        if (plane.length < values.length) {
            plane = new byte[values.length];
        }
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            for (int i = 0; i < values.length; i++) {
                plane[i] = (byte) (values[i] >>> shift);
            }
            sections.write(plane, values.length, out);
        }
    }
}
