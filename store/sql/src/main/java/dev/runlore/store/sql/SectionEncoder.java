// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** Writes the sections of a chunk, each compressed on its own where that makes it smaller. For one platform thread. */
final class SectionEncoder implements AutoCloseable {
    static final int PLAIN = 0;
    static final int ZSTD = 1;
    /** Bytes of a section, at most. */
    static final int MOST_BYTES = 1 << 30;

    /** Below it a frame's first bytes and the time to set it up outweigh what it saves. */
    private static final int COMPRESS_ABOVE = 512;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);
    private byte[] compressed = new byte[0];

    void write(ByteSink section, ByteSink out) {
        write(section.array(), section.size(), out);
    }

    void write(byte[] section, int length, ByteSink out) {
        int size = length > COMPRESS_ABOVE ? compress(section, length) : length;
        if (size < length) {
            out.u8(ZSTD);
            out.varint(length);
            out.varint(size);
            out.append(compressed, size);
        } else {
            out.u8(PLAIN);
            out.varint(length);
            out.append(section, length);
        }
    }

    private int compress(byte[] section, int length) {
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        return zstd.compressByteArray(compressed, 0, compressed.length, section, 0, length);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
