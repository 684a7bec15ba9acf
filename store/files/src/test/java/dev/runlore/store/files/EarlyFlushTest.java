// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EarlyFlushTest {
    private static final int MUCH = 40 << 20;

    @TempDir
    Path folder;

    private FileChannel file() throws IOException {
        return FileChannel.open(folder.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    void bytesThatWereFlushedEarlyAreThere() throws IOException {
        try (FileChannel file = file()) {
            EarlyFlush flush = new EarlyFlush(file);
            for (int i = 0; i < 3; i++) {
                file.write(ByteBuffer.allocate(MUCH));
                flush.wrote(MUCH);
            }
            flush.await();
            assertThat(file.size()).isEqualTo(3L * MUCH);
        }
    }

    @Test
    void aFlushThatFailedIsToldAtTheEndWhateverWasWrittenSince() throws IOException {
        FileChannel file = file();
        EarlyFlush flush = new EarlyFlush(file);
        file.close();
        flush.wrote(MUCH);
        flush.wrote(MUCH);
        assertThatThrownBy(flush::await)
                .isInstanceOf(IOException.class)
                .hasMessage("the file could not be brought to the disk")
                .hasCauseInstanceOf(ClosedChannelException.class);
        flush.wrote(MUCH);
        assertThatThrownBy(flush::await).isInstanceOf(IOException.class);
    }
}
