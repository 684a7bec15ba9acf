// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.RunloreException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines as bytes, each with its line feed and none longer than allowed. For one thread. */
final class LineInput implements Closeable {
    private static final byte[] NONE = new byte[0];

    private final InputStream in;
    private final int longest;
    private final byte[] block = new byte[1 << 16];
    private int at;
    private int end;
    private long count;

    LineInput(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line; empty at the end. */
    byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (at < end || fill()) {
            int start = at;
            while (at < end && block[at] != '\n') {
                at++;
            }
            boolean isWhole = at < end;
            at += isWhole ? 1 : 0;
            line.write(block, start, at - start);
            if (line.size() > longest) {
                throw RunloreException.invalid(
                        "a record must have at most " + longest + " bytes but has more; export the runs again");
            }
            if (isWhole) {
                count++;
                return line.toByteArray();
            }
        }
        if (line.size() > 0) {
            throw RunloreException.invalid(
                    "the last record must end in a line feed but does not; export the runs again");
        }
        return NONE;
    }

    /** How many lines came so far. */
    long count() {
        return count;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(block));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
