// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EarlyFlushTest {
    private static final int MUCH = 32 << 20;

    private final AtomicInteger flushes = new AtomicInteger();

    @Test
    void everyThirtyTwoMebibytesAreFlushed() throws IOException {
        EarlyFlush flush = new EarlyFlush(flushes::incrementAndGet);
        flush.wrote(MUCH - 1);
        flush.await();
        assertThat(flushes).hasValue(0);

        flush.wrote(1);
        flush.await();
        assertThat(flushes).hasValue(1);

        flush.wrote(MUCH);
        flush.await();
        assertThat(flushes).hasValue(2);
    }

    @Test
    void whatIsWrittenDuringAFlushWaitsForTheNext() throws IOException {
        CountDownLatch slow = new CountDownLatch(1);
        EarlyFlush flush = new EarlyFlush(() -> {
            flushes.incrementAndGet();
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        for (int i = 0; i < 3; i++) {
            flush.wrote(MUCH);
        }
        slow.countDown();
        flush.await();
        assertThat(flushes).hasValue(1);

        flush.wrote(0);
        flush.await();
        assertThat(flushes).hasValue(2);
    }

    @Test
    void aFlushThatFailedIsToldAtTheEndThoughTheNextWouldNotFail() {
        EarlyFlush flush = new EarlyFlush(() -> {
            if (flushes.getAndIncrement() == 0) {
                throw new IOException("lost");
            }
        });
        flush.wrote(MUCH);
        assertThatThrownBy(flush::await)
                .isInstanceOf(IOException.class)
                .hasMessage("the file could not be brought to the disk")
                .hasRootCauseMessage("lost");

        flush.wrote(MUCH);
        assertThatThrownBy(flush::await).hasRootCauseMessage("lost");
        assertThat(flushes).hasValue(1);
    }
}
