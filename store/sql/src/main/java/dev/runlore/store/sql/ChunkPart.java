// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.zip.CRC32C;

/** What every body of a sealed chunk begins and ends with: its format, its kind, and a checksum. */
enum ChunkPart {
    AXES(1),
    CELLS(2),
    PYRAMID(3);

    /** Rows of a chunk, at most. */
    static final int MOST_ROWS = 65_536;

    private static final int FORMAT = 1;
    private static final int CHECKSUM_BYTES = 4;

    private final int code;

    ChunkPart(int code) {
        this.code = code;
    }

    /** A sink that has the part's first bytes. */
    ByteSink begin(int expected) {
        ByteSink sink = new ByteSink(expected + 16);
        sink.u8(FORMAT);
        sink.u8(code);
        return sink;
    }

    static byte[] end(ByteSink sink) {
        sink.u32(checksum(sink.array(), sink.size()));
        return sink.toBytes();
    }

    /** What lies between the first bytes and the checksum of a part of this kind. */
    ByteSource open(byte[] bytes) {
        int end = bytes.length - CHECKSUM_BYTES;
        if (end < 2) {
            throw new DamagedBytesException("it has only " + bytes.length + " bytes");
        }
        if (new ByteSource(bytes, end, bytes.length).u32() != checksum(bytes, end)) {
            throw new DamagedBytesException("its checksum does not match");
        }
        if (bytes[0] != FORMAT) {
            throw new DamagedBytesException("it has format " + bytes[0] + ", which a later version wrote");
        }
        if (bytes[1] != code) {
            throw new DamagedBytesException("it has kind " + bytes[1] + " instead of " + code);
        }
        return new ByteSource(bytes, 2, end);
    }

    static int rows(ByteSource source) {
        long rows = source.varint();
        if (rows < 1 || rows > MOST_ROWS) {
            throw new DamagedBytesException("it says to have " + rows + " rows");
        }
        return (int) rows;
    }

    static int requireRows(int rows) {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new IllegalArgumentException("a chunk must have 1-" + MOST_ROWS + " rows but has " + rows);
        }
        return rows;
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }
}
