// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** So many bytes of a file from its position; closes it. A file that ends earlier is an error. Not thread-safe. */
final class FilePart extends InputStream {
    private final FileChannel file;
    private long left;

    FilePart(FileChannel file, long length) {
        this.file = file;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (left == 0) {
            return -1;
        }
        int n = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)));
        if (n < 0) {
            throw new EOFException("a blob's file ends " + left + " bytes too early");
        }
        left -= n;
        return n;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
