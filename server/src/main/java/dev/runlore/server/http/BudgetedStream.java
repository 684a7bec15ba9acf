// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Has what is read counted in its request's share of the memory, as what it becomes when it is understood. */
final class BudgetedStream extends FilterInputStream {
    /** About how much larger than its text a body is as objects. */
    private static final int EXPANSION = 8;

    private final MemoryBudget.Share share;

    BudgetedStream(InputStream in, MemoryBudget.Share share) {
        super(in);
        this.share = share;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        share.grow(octet < 0 ? 0 : EXPANSION);
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        share.grow((long) EXPANSION * Math.max(0, count));
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
