// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Shown;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** One file of a zip, unpacked: exactly as many bytes as the directory says, and at the end its checksum. For one thread. */
final class ZipPartStream extends FilterInputStream {
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final long MOST_32 = 0xFFFF_FFFFL;

    private final ZipBytes zip;
    private final ZipPart part;
    private final CRC32 crc = new CRC32();
    private long read;
    private boolean checked;

    private ZipPartStream(ZipBytes zip, ZipPart part, InputStream unpacked) {
        super(unpacked);
        this.zip = zip;
        this.part = part;
    }

    /** @throws dev.runlore.domain.RunloreException INVALID_ARGUMENT when the file's own header says something else */
    static InputStream open(ZipBytes zip, ZipPart part) throws IOException {
        ByteBuffer header = zip.read(part.offset(), LOCAL_BYTES);
        int name = ZipDirectory.unsigned(header, 26);
        long start = part.offset() + LOCAL_BYTES + name + ZipDirectory.unsigned(header, 28);
        boolean same = header.getInt(0) == LOCAL
                && ZipDirectory.unsigned(header, 8) == (part.deflated() ? 8 : 0)
                && name(zip, part, name).equals(part.name())
                && start + part.packed() <= part.end()
                && hasSameSizes(header, part);
        if (!same) {
            throw zip.refused("has a header of '" + Shown.text(part.name()) + "' that is not what its directory says");
        }
        InputStream packed = new Packed(zip, start, part.packed());
        return new ZipPartStream(zip, part, part.deflated() ? new Inflated(packed) : packed);
    }

    private static String name(ZipBytes zip, ZipPart part, int length) throws IOException {
        byte[] bytes = zip.read(part.offset() + LOCAL_BYTES, length).array();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean hasSameSizes(ByteBuffer header, ZipPart part) {
        if ((ZipDirectory.unsigned(header, 6) & SIZES_FOLLOW) != 0) {
            return true;
        }
        long packed = header.getInt(18) & MOST_32;
        long size = header.getInt(22) & MOST_32;
        return (header.getInt(14) & MOST_32) == part.crc()
                && (packed == MOST_32 || packed == part.packed())
                && (size == MOST_32 || size == part.size());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(into, offset, length);
        } catch (ZipException e) {
            throw damaged();
        }
        if (count < 0) {
            requireWhole();
            return count;
        }
        read += count;
        crc.update(into, offset, count);
        if (read > part.size()) {
            throw damaged();
        }
        return count;
    }

    private void requireWhole() {
        if (!checked && (read != part.size() || crc.getValue() != part.crc())) {
            throw damaged();
        }
        checked = true;
    }

    private RuntimeException damaged() {
        return zip.refused("has '" + Shown.text(part.name()) + "' with other bytes than its directory says");
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Unpacks, and gives its native memory back when it is closed. */
    private static final class Inflated extends InflaterInputStream {
        private static final int BLOCK = 1 << 16;

        Inflated(InputStream packed) {
            super(packed, new Inflater(true), BLOCK);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }

        // The JDK's own stream fails with this at bytes that end too early.
        @Override
        protected void fill() throws IOException {
            try {
                super.fill();
            } catch (EOFException e) {
                throw new ZipException(e.getMessage());
            }
        }
    }

    /** The bytes as they lie in the file. */
    private static final class Packed extends InputStream {
        private final ZipBytes zip;
        private final long end;
        private long at;

        Packed(ZipBytes zip, long start, long count) {
            this.zip = zip;
            this.at = start;
            this.end = start + count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = (int) Math.min(length, end - at);
            if (count <= 0) {
                return -1;
            }
            zip.read(at, count).get(into, offset, count);
            at += count;
            return count;
        }
    }
}
