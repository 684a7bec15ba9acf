// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/** Whole numbers in 1 to 10 bytes, seven bits a byte, low bits first, the high bit on all but the last. */
final class VarInts {
    private VarInts() {}

    /** Maps numbers of small magnitude to small ones: 0, -1, 1, -2 become 0, 1, 2, 3. */
    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
