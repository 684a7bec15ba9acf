// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class GroupCommitTest {
    private final LinkedBlockingQueue<Throwable> broken = new LinkedBlockingQueue<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final Database database;
    private final GroupCommit writer;
    private final Readers readers;

    GroupCommitTest(@TempDir Path folder) {
        database = new Database(folder);
        writer = open();
        readers = new Readers(database);
    }

    private GroupCommit open() {
        Session session = database.openWriter();
        session.execute("CREATE TABLE IF NOT EXISTS t (v TEXT)");
        return new GroupCommit(
                database,
                session,
                new RunStates(session, 1),
                new RunHeads(System::nanoTime),
                new StoreOptions(InstantSource.system(), broken::add));
    }

    @BeforeEach
    void start() {
        writer.start();
    }

    @AfterEach
    void close() {
        callers.close();
        writer.close();
        readers.close();
    }

    private static Change<Boolean> insert(String value) {
        return writing -> {
            writing.session().update("INSERT INTO t (v) VALUES (?)", value);
            return true;
        };
    }

    private List<String> stored() {
        return readers.read(session -> session.list("SELECT v FROM t ORDER BY rowid", row -> row.getString(1)));
    }

    /** Holds the writing thread until the latch opens, so that what comes meanwhile is one group. */
    private Future<Boolean> hold(CountDownLatch latch) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Future<Boolean> holding = callers.submit(() -> writer.write(Weight.SMALL, writing -> {
            held.countDown();
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }));
        held.await();
        return holding;
    }

    @Test
    void aFailureThatNobodyForesawFailsItsOwnRequestOnly() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        Future<Boolean> holding = hold(latch);
        List<Future<Boolean>> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Change<Boolean> change = i == 2
                    ? writing -> {
                        insert("half").apply(writing);
                        throw new IllegalStateException("a bug");
                    }
                    : insert("v" + i);
            requests.add(callers.submit(() -> writer.write(Weight.SMALL, change)));
        }
        Thread.sleep(200);
        latch.countDown();

        assertThat(holding.get()).isTrue();
        for (int i = 0; i < 5; i++) {
            Future<Boolean> request = requests.get(i);
            if (i == 2) {
                assertThatThrownBy(request::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseMessage("a bug");
            } else {
                assertThat(request.get()).isTrue();
            }
        }
        assertThat(stored()).containsExactlyInAnyOrder("v0", "v1", "v3", "v4");
        assertThat(broken).isEmpty();
    }

    @Test
    void moreThanMemoryShouldHoldIsTurnedAway() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        Future<Boolean> holding = hold(latch);
        Weight half = new Weight(33L * 1024 * 1024, 1);
        Future<Boolean> first = callers.submit(() -> writer.write(half, insert("first")));
        Thread.sleep(200);

        assertCode(ErrorCode.RATE_LIMITED, insert("second"), half);
        latch.countDown();

        assertThat(holding.get()).isTrue();
        assertThat(first.get()).isTrue();
        writer.write(half, insert("third"));
        assertThat(stored()).containsExactly("first", "third");
    }

    @Test
    void aFullDiskIsUnavailableAndPasses() {
        writer.write(Weight.SMALL, insert("before"));
        writer.write(Weight.SMALL, writing -> writing.session().number("PRAGMA max_page_count = 10"));

        assertCode(ErrorCode.UNAVAILABLE, insert("x".repeat(100_000)), Weight.SMALL);
        assertThat(stored()).containsExactly("before");

        writer.write(Weight.SMALL, writing -> writing.session().number("PRAGMA max_page_count = 100000"));
        writer.write(Weight.SMALL, insert("after"));
        assertThat(stored()).containsExactly("before", "after");
        assertThat(broken).isEmpty();
    }

    @Test
    void afterADiskFailureNothingIsWrittenAndTheOwnerIsTold() throws Exception {
        SQLException failure = new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_FSYNC);

        assertCode(
                ErrorCode.UNAVAILABLE,
                writing -> {
                    insert("lost").apply(writing);
                    throw new SqlFault(failure);
                },
                Weight.SMALL);

        assertThat(broken.take()).hasCause(failure);
        assertCode(ErrorCode.UNAVAILABLE, insert("more"), Weight.SMALL);
        assertThat(stored()).isEmpty();
        assertThat(broken).isEmpty();
    }

    @Test
    void aLongLogIsMovedIntoTheFileOnceAndThenWrittenOver() {
        String longText = "x".repeat(1 << 20);
        for (int i = 0; i < 40; i++) {
            writer.write(Weight.SMALL, insert(longText));
        }
        writer.write(Weight.SMALL, insert("short"));

        assertThat(database.file().toFile().length()).isGreaterThan(WriteAheadLog.MOST - (2 << 20));
        assertThat(database.logBytes()).isEqualTo(WriteAheadLog.MOST);
        assertThat(stored()).hasSize(41).last().isEqualTo("short");
    }

    private void assertCode(ErrorCode code, Change<Boolean> change, Weight weight) {
        assertThatThrownBy(() -> writer.write(weight, change))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
