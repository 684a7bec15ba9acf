// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Bytes with the checksum that a log row ends in, made apart from the encoder. */
final class Checksums {
    private Checksums() {}

    static byte[] signed(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return ByteBuffer.allocate(bytes.length + 4)
                .put(bytes)
                .putInt((int) crc.getValue())
                .array();
    }
}
