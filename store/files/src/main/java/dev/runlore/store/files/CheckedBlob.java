// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.domain.Sha256;
import dev.runlore.store.DamagedBlobException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A blob's bytes, checked against its name. The last bytes are given out only when all were right, so that a reader who was told
 * the size beforehand never has the whole of a damaged blob. Closes the bytes that it reads. Not thread-safe.
 */
final class CheckedBlob extends InputStream {
    private final InputStream bytes;
    private final Sha256 name;
    private final MessageDigest digest = Sha256.digest();
    private long left;
    private boolean checked;

    CheckedBlob(InputStream bytes, Sha256 name, long size) {
        this.bytes = bytes;
        this.name = name;
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        int n = left == 0 ? -1 : bytes.read(into, offset, (int) Math.min(length, left));
        if (n > 0) {
            digest.update(into, offset, n);
            left -= n;
        } else if (n < 0 && left > 0) {
            throw new DamagedBlobException(name, "its file ends " + left + " bytes too early");
        }
        if (left == 0 && !checked) {
            requireRight();
        }
        return n;
    }

    private void requireRight() {
        Sha256 got = Sha256.of(digest);
        if (!got.equals(name)) {
            throw new DamagedBlobException(name, "its bytes now have the SHA-256 " + got);
        }
        checked = true;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
