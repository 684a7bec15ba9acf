// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.RunloreException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A zip's file, read at places that the zip itself names and that may be anywhere. Safe for threads. */
record ZipBytes(Path file, FileChannel channel, long size) {
    static ZipBytes of(Path file, FileChannel channel) throws IOException {
        return new ZipBytes(file, channel, channel.size());
    }

    /** So many bytes from an offset, least significant first. */
    ByteBuffer read(long offset, int count) throws IOException {
        if (offset < 0 || offset > size - count) {
            throw refused("names byte " + offset + " of " + size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException(file + " became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    /** What is said of a file that is no export, or no longer. */
    RunloreException refused(String why) {
        return RunloreException.invalid(
                "file " + file + " must be what 'runlore export' wrote but " + why + "; export the runs again");
    }
}
