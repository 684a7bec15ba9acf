// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.domain.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A blob's bytes, checked against its name. The last bytes are given out only when all were right, so that a reader who was told
 * the size beforehand never has the whole of a damaged blob. Not thread-safe.
 */
final class CheckedBlob extends FilterInputStream {
    private final Sha256 name;
    private final MessageDigest digest = Sha256.digest();
    private long left;
    private boolean checked;

    CheckedBlob(InputStream bytes, Sha256 name, long size) {
        super(bytes);
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
        int n = super.read(into, offset, length);
        if (n > 0) {
            digest.update(into, offset, n);
            left -= n;
        }
        if (left == 0 && !checked) {
            requireRight();
        }
        return n;
    }

    private void requireRight() throws IOException {
        Sha256 got = Sha256.of(digest);
        if (!got.equals(name)) {
            throw new IOException("blob " + name + " is damaged: its bytes now have the SHA-256 " + got);
        }
        checked = true;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
