// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/** Reads what a {@link NumberEncoder} wrote. */
final class NumberDecoder {
    private NumberDecoder() {}

    /** So many float64 numbers, as their bits. */
    static long[] doubles(ByteSource source, int count) {
        int form = source.u8();
        return switch (form) {
            case NumberEncoder.DECIMAL -> decimals(source, count);
            case NumberEncoder.FLOAT32_PLANES -> widened(planes(source, count, 4));
            case NumberEncoder.FLOAT64_PLANES -> planes(source, count, 8);
            default -> throw new DamagedBytesException("its numbers have the unknown form " + form);
        };
    }

    static long[] longs(ByteSource source, int count) {
        int form = source.u8();
        return switch (form) {
            case NumberEncoder.DELTAS -> deltas(source, count);
            case NumberEncoder.INT64_PLANES -> planes(source, count, 8);
            default -> throw new DamagedBytesException("its whole numbers have the unknown form " + form);
        };
    }

    private static long[] decimals(ByteSource source, int count) {
        int places = source.u8();
        if (places > Decimals.MOST_PLACES) {
            throw new DamagedBytesException("its numbers have " + places + " decimal places");
        }
        long[] values = deltas(source, count);
        Decimals.unscale(values, places);
        return values;
    }

    private static long[] deltas(ByteSource source, int count) {
        ByteSource section = SectionDecoder.read(source, 10L * count);
        long[] values = new long[count];
        long before = 0;
        for (int i = 0; i < count; i++) {
            before += section.signed();
            values[i] = before;
        }
        section.requireEnd();
        return values;
    }

    private static long[] planes(ByteSource source, int count, int bytes) {
        long[] values = new long[count];
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            ByteSource section = SectionDecoder.readExactly(source, count);
            byte[] plane = section.array();
            int from = section.position();
            for (int i = 0; i < count; i++) {
                values[i] |= (plane[from + i] & 0xffL) << shift;
            }
        }
        return values;
    }

    private static long[] widened(long[] floats) {
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Double.doubleToRawLongBits(Float.intBitsToFloat((int) floats[i]));
        }
        return floats;
    }
}
