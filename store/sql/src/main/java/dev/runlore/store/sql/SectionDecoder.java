// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Reads what a {@link SectionEncoder} wrote. For platform threads: inflating is a native call. */
final class SectionDecoder {
    /**
     * Setting one up takes longer than inflating a small section. There are never more than threads that inflate at once, and
     * they live as long as the process.
     */
    private static final Queue<ZstdDecompressCtx> IDLE = new ConcurrentLinkedQueue<>();

    private SectionDecoder() {}

    /**
     * The next section, inflated.
     *
     * @param most bytes that it can have
     */
    static ByteSource read(ByteSource source, long most) {
        int form = source.u8();
        long length = source.varint();
        if (length < 0 || length > Math.min(most, SectionEncoder.MOST_BYTES)) {
            throw new DamagedBytesException("a section says to have " + length + " bytes");
        }
        return switch (form) {
            case SectionEncoder.PLAIN -> source.slice((int) length);
            case SectionEncoder.ZSTD -> inflated(source.slice(source.count(8)), (int) length);
            default -> throw new DamagedBytesException("a section has the unknown form " + form);
        };
    }

    /** The next section, which has to have exactly so many bytes. */
    static ByteSource readExactly(ByteSource source, int length) {
        ByteSource section = read(source, length);
        if (section.left() != length) {
            throw new DamagedBytesException("a section has " + section.left() + " bytes instead of " + length);
        }
        return section;
    }

    private static ByteSource inflated(ByteSource frame, int length) {
        // asked first, so that no memory is taken for what the frame does not promise as well
        long promised = Zstd.getFrameContentSize(frame.array(), frame.position(), frame.left());
        if (promised != length) {
            throw new DamagedBytesException("a section inflates to " + promised + " bytes instead of " + length);
        }
        byte[] bytes = new byte[length];
        int size = inflate(frame, bytes);
        if (size != length) {
            throw new DamagedBytesException("a section inflates to " + size + " bytes instead of " + length);
        }
        return new ByteSource(bytes, 0, length);
    }

    private static int inflate(ByteSource frame, byte[] bytes) {
        ZstdDecompressCtx idle = IDLE.poll();
        ZstdDecompressCtx zstd = idle == null ? new ZstdDecompressCtx() : idle;
        try {
            return zstd.decompressByteArray(bytes, 0, bytes.length, frame.array(), frame.position(), frame.left());
        } catch (ZstdException e) {
            throw new DamagedBytesException("a section does not inflate: " + e.getMessage());
        } finally {
            IDLE.add(zstd);
        }
    }
}
