// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Reads what a {@link ByteSink} wrote; {@link DamagedBytesException} where that cannot be. For one thread. */
final class ByteSource {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int position;

    ByteSource(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    int position() {
        return position;
    }

    /** The array that holds the bytes from {@link #position} on. */
    byte[] array() {
        return bytes;
    }

    int left() {
        return end - position;
    }

    boolean atEnd() {
        return position == end;
    }

    void requireEnd() {
        if (position != end) {
            throw new DamagedBytesException("there are " + left() + " bytes too many");
        }
    }

    /** The next bytes as a source of their own; this one goes on behind them. */
    ByteSource slice(int length) {
        need(length);
        ByteSource slice = new ByteSource(bytes, position, position + length);
        position += length;
        return slice;
    }

    void skipTo(int target) {
        need(target - position);
        position = target;
    }

    int u8() {
        need(1);
        return bytes[position++] & 0xff;
    }

    long varint() {
        return position < end && bytes[position] >= 0 ? bytes[position++] : longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new DamagedBytesException("a number has more than 10 bytes");
    }

    /** A varint that counts things of at least {@code bits} bits each in what is left. */
    int count(int bits) {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE || value * bits > (end - position) * 8L) {
            throw new DamagedBytesException("a count of " + value + " does not fit in " + (end - position) + " bytes");
        }
        return (int) value;
    }

    long signed() {
        return VarInts.unzigzag(varint());
    }

    int u32() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[position++] & 0xff;
        }
        return value;
    }

    double float64() {
        return Double.longBitsToDouble(bits64());
    }

    /** A float64 as its bits. */
    long bits64() {
        need(8);
        long bits = (long) LONGS.get(bytes, position);
        position += 8;
        return bits;
    }

    String text() {
        int length = count(8);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, position, length))
                    .toString();
            position += length;
            return text;
        } catch (CharacterCodingException e) {
            throw new DamagedBytesException("a text is not UTF-8");
        }
    }

    BitSet bits(int count) {
        int length = (count + 7) / 8;
        need(length);
        BitSet flags = BitSet.valueOf(ByteBuffer.wrap(bytes, position, length));
        flags.clear(count, Math.max(count, flags.length()));
        position += length;
        return flags;
    }

    private void need(int more) {
        if (more < 0 || more > end - position) {
            throw new DamagedBytesException("it ends " + (more - (end - position)) + " bytes too early");
        }
    }
}
