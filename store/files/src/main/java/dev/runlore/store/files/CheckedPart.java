// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.domain.Sha256;
import dev.runlore.store.DamagedBlobException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A part of a blob, of which no byte is given out before its block was checked. Closes the file. Not thread-safe. */
final class CheckedPart extends InputStream {
    private final FileChannel file;
    private final Sha256 name;
    private final BlockSums sums;
    private final byte[] block;
    private int loaded = -1;
    private long at;
    private final long end;

    CheckedPart(FileChannel file, Sha256 name, BlockSums sums, ByteSpan part) {
        this.file = file;
        this.name = name;
        this.sums = sums;
        this.block = new byte[(int) Math.min(BlockSums.BLOCK, sums.size())];
        this.at = part.offset();
        this.end = part.offset() + part.length();
    }

    /** Where a part lies. */
    record ByteSpan(long offset, long length) {}

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (at == end) {
            return -1;
        }
        int index = (int) (at / BlockSums.BLOCK);
        if (index != loaded) {
            load(index);
        }
        int from = (int) (at % BlockSums.BLOCK);
        int n = (int) Math.min(Math.min(length, sums.length(index) - from), end - at);
        System.arraycopy(block, from, into, offset, n);
        at += n;
        return n;
    }

    private void load(int index) throws IOException {
        long place = (long) index * BlockSums.BLOCK;
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, sums.length(index));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, place + bytes.position()) < 0) {
                throw new DamagedBlobException(name, "its file ends before its " + sums.size() + " bytes do");
            }
        }
        if (!sums.isOf(index, block)) {
            throw new DamagedBlobException(name, "its bytes from " + place + " on are others than they were");
        }
        loaded = index;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
