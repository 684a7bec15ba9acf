// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadersTest {
    /** Four that are answered and two thousand that wait. */
    private static final int MOST = 2_004;

    @Test
    void questionsBeyondThoseThatMayWaitAreToldToComeBackAndAllOthersAreAnswered(@TempDir Path folder)
            throws Exception {
        Database database = new Database(folder);
        database.openWriter().close();
        CountDownLatch answer = new CountDownLatch(1);
        List<Future<Long>> asked = new ArrayList<>();
        int answered = 0;
        int refused = 0;
        try (Readers readers = new Readers(database);
                ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MOST + 10; i++) {
                asked.add(askers.submit(() -> readers.read(session -> {
                    await(answer);
                    return session.number("SELECT 1");
                })));
            }
            while (asked.stream().filter(Future::isDone).count() < 10) {
                Thread.sleep(5);
            }
            assertThatThrownBy(() -> readers.read(session -> 2))
                    .isInstanceOfSatisfying(
                            RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
            answer.countDown();
            for (Future<Long> one : asked) {
                try {
                    assertThat(one.get()).isEqualTo(1);
                    answered++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).hasMessageContaining("2000 questions to answer already");
                    refused++;
                }
            }
            assertThat(readers.<Long>read(session -> session.number("SELECT 3")))
                    .as("a question afterwards")
                    .isEqualTo(3);
        }
        assertThat(answered).isEqualTo(MOST);
        assertThat(refused).isEqualTo(10);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
