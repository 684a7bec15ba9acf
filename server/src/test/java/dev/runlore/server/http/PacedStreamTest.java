// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.RunloreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedStreamTest {
    private final AtomicLong clock = new AtomicLong();

    @Test
    void aBodyOfOneByteASecondIsGivenUpSoonAfterItsGrace() throws IOException {
        PacedStream body = new PacedStream(new ByteArrayInputStream(new byte[100]), clock::get);
        for (int second = 1; second <= 20; second++) {
            clock.set(Duration.ofSeconds(second).toNanos());
            assertThat(body.read()).isZero();
        }
        clock.set(Duration.ofSeconds(21).toNanos());
        assertThatThrownBy(body::read)
                .isInstanceOf(RunloreException.class)
                .hasMessage("the body must come with at least 256 bytes a second but came slower; send it again");
    }

    @Test
    void aLongBodyAtTheLeastPaceIsReadWhole() throws IOException {
        PacedStream body = new PacedStream(new ByteArrayInputStream(new byte[256 * 600]), clock::get);
        int read = 0;
        for (int second = 1; second <= 600; second++) {
            clock.set(Duration.ofSeconds(second).toNanos());
            read += body.readNBytes(256).length;
        }
        assertThat(read).isEqualTo(256 * 600);
        assertThat(body.read()).isEqualTo(-1);
    }
}
