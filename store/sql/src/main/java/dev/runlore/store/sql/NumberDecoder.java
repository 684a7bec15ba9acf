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
            case NumberEncoder.FLOAT32_PLANES -> floats(source, count);
            case NumberEncoder.FLOAT64_PLANES -> planes(source, count);
            default -> throw new DamagedBytesException("its numbers have the unknown form " + form);
        };
    }

    static long[] longs(ByteSource source, int count) {
        int form = source.u8();
        return switch (form) {
            case NumberEncoder.DELTAS -> deltas(source, count);
            case NumberEncoder.INT64_PLANES -> planes(source, count);
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

    private static long[] floats(ByteSource source, int count) {
        long[] bits = new long[count];
        Planes planes = Planes.read(source, count);
        for (int i = 0; i < count; i++) {
            bits[i] = Double.doubleToRawLongBits(Float.intBitsToFloat(planes.get(i)));
        }
        return bits;
    }

    private static long[] planes(ByteSource source, int count) {
        long[] values = new long[count];
        Planes high = Planes.read(source, count);
        Planes low = Planes.read(source, count);
        for (int i = 0; i < count; i++) {
            values[i] = (long) high.get(i) << 32 | low.get(i) & 0xffff_ffffL;
        }
        return values;
    }

    /** Four byte planes, the highest first, and where each begins in its array. */
    private record Planes(byte[] a, int fromA, byte[] b, int fromB, byte[] c, int fromC, byte[] d, int fromD) {
        static Planes read(ByteSource source, int count) {
            ByteSource a = SectionDecoder.readExactly(source, count);
            ByteSource b = SectionDecoder.readExactly(source, count);
            ByteSource c = SectionDecoder.readExactly(source, count);
            ByteSource d = SectionDecoder.readExactly(source, count);
            return new Planes(
                    a.array(), a.position(), b.array(), b.position(), c.array(), c.position(), d.array(), d.position());
        }

        int get(int i) {
            return a[fromA + i] << 24 | (b[fromB + i] & 0xff) << 16 | (c[fromC + i] & 0xff) << 8 | d[fromD + i] & 0xff;
        }
    }
}
