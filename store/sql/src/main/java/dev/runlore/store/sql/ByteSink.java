// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow at their end. For one thread. */
final class ByteSink {
    private byte[] bytes;
    private int size;

    ByteSink(int expected) {
        bytes = new byte[Math.max(16, expected)];
    }

    int size() {
        return size;
    }

    /** The array that holds the bytes from 0 to {@link #size}; valid until the next change. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void varint(long value) {
        room(10);
        if ((value & ~0x7fL) == 0) {
            bytes[size++] = (byte) value;
            return;
        }
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void signed(long value) {
        varint(VarInts.zigzag(value));
    }

    void u32(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    /** The eight bytes of a float64, the highest first; every NaN as the one of {@link Double#NaN}. */
    void float64(double value) {
        room(8);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (bits >> shift);
        }
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        append(utf8, utf8.length);
    }

    void append(byte[] source, int length) {
        room(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
    }

    /** One bit a flag, the first in the lowest bit of the first byte. */
    void bits(boolean[] flags) {
        int start = size;
        int length = (flags.length + 7) / 8;
        room(length);
        Arrays.fill(bytes, start, start + length, (byte) 0);
        for (int i = 0; i < flags.length; i++) {
            if (flags[i]) {
                bytes[start + i / 8] |= (byte) (1 << i % 8);
            }
        }
        size += length;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
