// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Gives up on a sender that holds the request open with a trickle; the connection's idle timeout sees only full silence. */
final class PacedStream extends FilterInputStream {
    private static final long GRACE = Duration.ofSeconds(20).toNanos();
    /** Slower than any network that this is meant for. */
    private static final double BYTES_PER_SECOND = 256;

    private final LongSupplier nanos;
    private final long started;
    private long read;

    PacedStream(InputStream in) {
        this(in, System::nanoTime);
    }

    PacedStream(InputStream in, LongSupplier nanos) {
        super(in);
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(count);
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int more) {
        read += Math.max(0, more);
        long elapsed = nanos.getAsLong() - started - GRACE;
        if (elapsed > 0 && read < elapsed / 1e9 * BYTES_PER_SECOND) {
            // Not the sender's fault: whoever keeps what it sends tries again, later or with less.
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "the body must come with at least " + (int) BYTES_PER_SECOND
                            + " bytes a second but came slower; send it again");
        }
    }
}
