// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.zip;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a zip as a stream, with each file's mode, which the JDK's writer cannot: names in UTF-8, one fixed time, sizes behind the
 * bytes, and the 64-bit forms where numbers need them. Belongs to one thread; the caller closes the stream.
 */
public final class ZipWriter {
    /** The size of a file of which it is not known beforehand. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private static final int VERSION = 20;
    private static final int VERSION_64 = 45;
    private static final int MADE_BY_UNIX = 3 << 8 | VERSION_64;
    /** Sizes follow the bytes, and names are UTF-8. */
    private static final int FLAGS = 1 << 3 | 1 << 11;

    private static final int DEFLATED = 8;
    /** 1980-01-01 00:00:00, the first that a zip can tell. */
    private static final int TIME = 0x0021_0000;

    private static final int REGULAR_FILE = 0100000;
    private static final long MOST_32 = 0xFFFF_FFFFL;
    private static final int MOST_16 = 0xFFFF;
    /** From here on a file's sizes are told in 64 bits: deflated bytes may be a little more than the plain ones. */
    private static final long LARGE = 0xF000_0000L;

    private final OutputStream out;
    private final int level;
    private final List<Entry> entries = new ArrayList<>();
    private long written;

    /** Writes a file's bytes, and does not close what it writes to. */
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** @param isLarge whether its sizes are told in 64 bits, which has to be said before its bytes */
    private record Entry(byte[] name, int mode, boolean isLarge, long offset, long crc, long packed, long size) {
        boolean needs64() {
            return isLarge || offset >= MOST_32;
        }
    }

    public ZipWriter(OutputStream out) {
        this(out, Deflater.DEFAULT_COMPRESSION);
    }

    /** @param level of the compression, as {@link Deflater} has it */
    public ZipWriter(OutputStream out, int level) {
        this.out = out;
        this.level = level;
    }

    /**
     * Adds a file.
     *
     * @param mode its permission bits
     * @param size of its bytes as far as it is known before they are read, else {@link #UNKNOWN}
     */
    public void add(String name, int mode, long size, InputStream bytes) throws IOException {
        add(name, mode, size, bytes::transferTo);
    }

    /** As the other, for bytes that somebody writes. */
    public void add(String name, int mode, long size, Content content) throws IOException {
        boolean isLarge = size >= LARGE;
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        Entry begun = new Entry(utf8, mode, isLarge, written, 0, 0, size);
        put(localHeader(begun));
        long start = written;
        CheckedCount packed = deflate(content);
        if (!isLarge && packed.size >= LARGE) {
            throw new IOException("a file announced with " + size + " bytes has " + packed.size);
        }
        Entry entry = new Entry(utf8, mode, isLarge, begun.offset, packed.crc.getValue(), written - start, packed.size);
        put(descriptor(entry));
        entries.add(entry);
    }

    /** Writes the directory; nothing can be added afterwards. */
    public void finish() throws IOException {
        long start = written;
        for (Entry entry : entries) {
            put(directoryHeader(entry));
        }
        put(end(start, written - start));
        out.flush();
    }

    private CheckedCount deflate(Content content) throws IOException {
        Deflater deflater = new Deflater(level, true);
        try {
            DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater, 1 << 13);
            CheckedCount plain = new CheckedCount(packed);
            content.write(plain);
            packed.finish();
            written += deflater.getBytesWritten();
            return plain;
        } finally {
            deflater.end();
        }
    }

    /** Counts and sums what goes through. */
    private static final class CheckedCount extends FilterOutputStream {
        private final CRC32 crc = new CRC32();
        private long size;

        CheckedCount(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            crc.update(bytes, offset, length);
            size += length;
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // the zip goes out when it is whole
        }
    }

    private static ByteBuffer localHeader(Entry entry) {
        ByteBuffer header = buffer(50 + entry.name.length).putInt(0x04034b50);
        shorts(header, entry.isLarge ? VERSION_64 : VERSION, FLAGS, DEFLATED);
        int unknown = entry.isLarge ? -1 : 0;
        header.putInt(TIME).putInt(0).putInt(unknown).putInt(unknown);
        shorts(header, entry.name.length, entry.isLarge ? 20 : 0);
        header.put(entry.name);
        if (entry.isLarge) {
            shorts(header, 1, 16);
            header.putLong(0).putLong(0);
        }
        return header;
    }

    private static ByteBuffer descriptor(Entry entry) {
        ByteBuffer descriptor = buffer(24).putInt(0x08074b50).putInt((int) entry.crc);
        return entry.isLarge
                ? descriptor.putLong(entry.packed).putLong(entry.size)
                : descriptor.putInt((int) entry.packed).putInt((int) entry.size);
    }

    private static ByteBuffer directoryHeader(Entry entry) {
        boolean wide = entry.needs64();
        ByteBuffer header = buffer(80 + entry.name.length).putInt(0x02014b50);
        shorts(header, MADE_BY_UNIX, wide ? VERSION_64 : VERSION, FLAGS, DEFLATED);
        header.putInt(TIME).putInt((int) entry.crc);
        header.putInt(wide ? -1 : (int) entry.packed).putInt(wide ? -1 : (int) entry.size);
        shorts(header, entry.name.length, wide ? 28 : 0, 0, 0, 0);
        header.putInt((REGULAR_FILE | entry.mode) << 16).putInt(wide ? -1 : (int) entry.offset);
        header.put(entry.name);
        if (wide) {
            shorts(header, 1, 24);
            header.putLong(entry.size).putLong(entry.packed).putLong(entry.offset);
        }
        return header;
    }

    private ByteBuffer end(long start, long size) {
        int count = entries.size();
        ByteBuffer end = buffer(100);
        if (count >= MOST_16 || start >= MOST_32 || size >= MOST_32) {
            end.putInt(0x06064b50).putLong(44);
            shorts(end, MADE_BY_UNIX, VERSION_64);
            end.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(start);
            end.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
        }
        end.putInt(0x06054b50);
        int shown = Math.min(count, MOST_16);
        shorts(end, 0, 0, shown, shown);
        end.putInt((int) Math.min(size, MOST_32)).putInt((int) Math.min(start, MOST_32));
        shorts(end, 0);
        return end;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void shorts(ByteBuffer into, int... values) {
        for (int value : values) {
            into.putShort((short) value);
        }
    }

    private void put(ByteBuffer part) throws IOException {
        out.write(part.array(), 0, part.position());
        written += part.position();
    }
}
