// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;

/** Who may execute what a zip holds, in the fields of its directory for which the JDK's writer has no words. */
final class ZipModes {
    private static final int HEADER = 46;
    private static final int SIGNATURE = 0x02014b50;
    private static final int MADE_BY = 5;
    private static final byte UNIX = 3;
    private static final int NAME_LENGTH = 28;
    private static final int EXTRA_LENGTH = 30;
    private static final int COMMENT_LENGTH = 32;
    private static final int ATTRIBUTES = 38;
    private static final int PLAIN = 0100644 << 16;
    private static final int EXECUTABLE = 0100755 << 16;

    private ZipModes() {}

    /**
     * Writes the modes of all entries.
     *
     * @param directory where the zip's directory begins
     * @param executable an element for each entry, in their order
     */
    static void write(FileChannel zip, long directory, List<Boolean> executable) throws IOException {
        long at = directory;
        for (boolean mode : executable) {
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining()) {
                if (zip.read(header, at + header.position()) < 0) {
                    throw new EOFException("the zip's directory ends early");
                }
            }
            if (header.getInt(0) != SIGNATURE) {
                throw new IllegalStateException("no entry of the zip's directory at " + at);
            }
            header.put(MADE_BY, UNIX).putInt(ATTRIBUTES, mode ? EXECUTABLE : PLAIN);
            zip.write(header.flip(), at);
            at += HEADER
                    + Short.toUnsignedInt(header.getShort(NAME_LENGTH))
                    + Short.toUnsignedInt(header.getShort(EXTRA_LENGTH))
                    + Short.toUnsignedInt(header.getShort(COMMENT_LENGTH));
        }
    }
}
