// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * A CRC32C of each block of a blob whose digest was right, so that a part of it is checked without reading the rest again.
 * Immutable.
 */
final class BlockSums {
    static final int BLOCK = 1 << 16;

    private final long size;
    private final int[] sums;

    private BlockSums(long size, int[] sums) {
        this.size = size;
        this.sums = sums;
    }

    /** Reads all bytes of a blob, which has so many and fails when they are not those of its digest. */
    static BlockSums of(InputStream blob, long size) throws IOException {
        int[] sums = new int[Math.toIntExact((size + BLOCK - 1) / BLOCK)];
        byte[] block = new byte[BLOCK];
        int index = 0;
        for (int n = blob.readNBytes(block, 0, BLOCK); n > 0; n = blob.readNBytes(block, 0, BLOCK)) {
            sums[index++] = sum(block, n);
        }
        return new BlockSums(size, sums);
    }

    long size() {
        return size;
    }

    /** Bytes of a block: the last one may be shorter. */
    int length(int index) {
        return (int) Math.min(BLOCK, size - (long) index * BLOCK);
    }

    /** Whether these are the bytes of a block. */
    boolean isOf(int index, byte[] block) {
        return sums[index] == sum(block, length(index));
    }

    private static int sum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
