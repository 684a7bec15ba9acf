// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Shown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a zip's central directory and trusts nothing of it: not more files than allowed, plain ones only, each name once, none
 * within the bytes of another.
 */
final class ZipDirectory {
    private static final int MOST_FILES = 1_100_000;
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int HEADER = 0x02014b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int END_64_BYTES = 56;
    private static final int HEADER_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final long MOST_32 = 0xFFFF_FFFFL;
    private static final int MOST_16 = 0xFFFF;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int EXTRA_64 = 1;
    private static final int BLOCK = 1 << 16;

    /** Deflate cannot make more of a byte. */
    private static final long HIGHEST_RATIO = 1_032;

    private final ZipBytes zip;

    /** Where the directory lies. */
    private record Extent(long offset, long size, long count) {}

    private ZipDirectory(ZipBytes zip) {
        this.zip = zip;
    }

    /** The files by name, in the order of the directory. */
    static Map<String, ZipPart> read(ZipBytes zip) throws IOException {
        ZipDirectory directory = new ZipDirectory(zip);
        Extent extent = directory.extent();
        Map<String, ZipPart> parts = directory.parts(extent);
        return directory.apart(parts, extent.offset);
    }

    private Extent extent() throws IOException {
        int tail = (int) Math.min(zip.size(), END_BYTES + LONGEST_COMMENT);
        ByteBuffer bytes = zip.read(zip.size() - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_BYTES + unsigned(bytes, at + 20) == tail) {
                return extent(bytes, at, zip.size() - tail + at);
            }
        }
        throw zip.refused("is no whole zip");
    }

    private Extent extent(ByteBuffer bytes, int at, long position) throws IOException {
        Extent told =
                new Extent(bytes.getInt(at + 16) & MOST_32, bytes.getInt(at + 12) & MOST_32, unsigned(bytes, at + 10));
        boolean isWide = told.count == MOST_16 || told.size == MOST_32 || told.offset == MOST_32;
        long end = isWide ? wideEnd(position) : position;
        Extent extent = isWide ? wide(end) : told;
        if (extent.count < 0 || extent.count > MOST_FILES) {
            throw zip.refused("says to have " + extent.count + " files, and may have " + MOST_FILES);
        }
        if (extent.offset < 0 || extent.size < 0 || extent.offset != end - extent.size) {
            throw zip.refused("has its directory somewhere else than it says");
        }
        return extent;
    }

    private long wideEnd(long position) throws IOException {
        ByteBuffer locator = zip.read(position - LOCATOR_BYTES, LOCATOR_BYTES);
        long end = locator.getLong(8);
        if (locator.getInt(0) != LOCATOR_64 || end != position - LOCATOR_BYTES - END_64_BYTES) {
            throw zip.refused("has a directory without its end");
        }
        return end;
    }

    private Extent wide(long end) throws IOException {
        ByteBuffer bytes = zip.read(end, END_64_BYTES);
        if (bytes.getInt(0) != END_64) {
            throw zip.refused("has a directory without its end");
        }
        return new Extent(bytes.getLong(48), bytes.getLong(40), bytes.getLong(32));
    }

    private Map<String, ZipPart> parts(Extent extent) throws IOException {
        Map<String, ZipPart> parts = new LinkedHashMap<>();
        long end = extent.offset + extent.size;
        long at = extent.offset;
        ByteBuffer block = ByteBuffer.allocate(0);
        long blockAt = at;
        for (long i = 0; i < extent.count; i++) {
            long within = at - blockAt;
            if (within + HEADER_BYTES + 4L * LONGEST_NAME > block.limit()) {
                block = zip.read(at, (int) Math.min(BLOCK, end - at));
                blockAt = at;
                within = 0;
            }
            at += header(block, (int) within, parts);
        }
        if (at != end) {
            throw zip.refused("has more in its directory than files");
        }
        return parts;
    }

    /** Adds the file whose header begins there; answers the header's length. */
    private int header(ByteBuffer block, int at, Map<String, ZipPart> parts) {
        if (at + HEADER_BYTES > block.limit() || block.getInt(at) != HEADER) {
            throw zip.refused("has a damaged directory");
        }
        int name = unsigned(block, at + 28);
        int extra = unsigned(block, at + 30);
        int length = HEADER_BYTES + name + extra + unsigned(block, at + 32);
        if (name > LONGEST_NAME || at + length > block.limit()) {
            throw zip.refused("has a name or a note that is too long");
        }
        String text = new String(block.array(), at + HEADER_BYTES, name, StandardCharsets.UTF_8);
        requirePlain(block, at, text);
        ZipPart part = sized(block, at, text, new int[] {at + HEADER_BYTES + name, extra});
        requireRatio(part);
        if (parts.put(text, part) != null) {
            throw zip.refused("has '" + Shown.text(text) + "' twice");
        }
        return length;
    }

    private void requirePlain(ByteBuffer block, int at, String name) {
        int type = block.getInt(at + 38) >>> 16 & FILE_TYPE;
        boolean isFile = type == 0 || type == REGULAR;
        int method = unsigned(block, at + 10);
        boolean isReadable = (unsigned(block, at + 8) & ENCRYPTED) == 0 && (method == STORED || method == DEFLATED);
        if (!isFile || !isReadable) {
            throw zip.refused("has '" + Shown.text(name) + "', which is no plain file");
        }
    }

    /** The sizes and the place, of which those that 32 bits do not hold stand in an extra field in this order. */
    private ZipPart sized(ByteBuffer block, int at, String name, int[] extra) {
        long packed = block.getInt(at + 20) & MOST_32;
        long size = block.getInt(at + 24) & MOST_32;
        long offset = block.getInt(at + 42) & MOST_32;
        ByteBuffer wide = wide(block, extra[0], extra[0] + extra[1]);
        size = size == MOST_32 ? next(wide) : size;
        packed = packed == MOST_32 ? next(wide) : packed;
        offset = offset == MOST_32 ? next(wide) : offset;
        if (size < 0 || packed < 0 || offset < 0) {
            throw zip.refused("has a file of less than no bytes");
        }
        boolean deflated = unsigned(block, at + 10) == DEFLATED;
        return new ZipPart(name, deflated, offset, 0, packed, size, block.getInt(at + 16) & MOST_32);
    }

    private ByteBuffer wide(ByteBuffer block, int from, int to) {
        for (int at = from; at + 4 <= to; at += 4 + unsigned(block, at + 2)) {
            int end = at + 4 + unsigned(block, at + 2);
            if (unsigned(block, at) == EXTRA_64 && end <= to) {
                return block.slice(at + 4, end - at - 4).order(block.order());
            }
        }
        return ByteBuffer.allocate(0);
    }

    private long next(ByteBuffer wide) {
        if (wide.remaining() < Long.BYTES) {
            throw zip.refused("has a file without its size");
        }
        return wide.getLong();
    }

    private void requireRatio(ZipPart part) {
        boolean holds = part.deflated() ? part.size() / HIGHEST_RATIO <= part.packed() : part.size() == part.packed();
        if (!holds) {
            throw zip.refused("has '" + Shown.text(part.name()) + "', whose size cannot be true");
        }
    }

    /** The same files, each ending where the next one or the directory begins. */
    private Map<String, ZipPart> apart(Map<String, ZipPart> parts, long directory) {
        List<ZipPart> byPlace = new ArrayList<>(parts.values());
        byPlace.sort(Comparator.comparingLong(ZipPart::offset));
        Map<String, ZipPart> apart = new LinkedHashMap<>(parts);
        for (int i = 0; i < byPlace.size(); i++) {
            ZipPart part = byPlace.get(i);
            long next = i + 1 < byPlace.size() ? byPlace.get(i + 1).offset() : directory;
            int name = part.name().getBytes(StandardCharsets.UTF_8).length;
            if (part.packed() > next - part.offset() - LOCAL_BYTES - name) {
                throw zip.refused("has '" + Shown.text(part.name()) + "' within another file");
            }
            apart.put(part.name(), part.until(next));
        }
        return apart;
    }

    /** Bytes of all files unpacked. */
    static long size(Collection<ZipPart> parts) {
        return parts.stream()
                .mapToLong(ZipPart::size)
                .reduce(0, (one, other) -> one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other);
    }

    static int unsigned(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & MOST_16;
    }
}
