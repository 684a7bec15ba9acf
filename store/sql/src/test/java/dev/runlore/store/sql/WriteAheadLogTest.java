// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteAheadLogTest {
    private final Path folder;
    private final Database database;
    private final Session session;
    private final WriteAheadLog log;

    WriteAheadLogTest(@TempDir Path folder) {
        this.folder = folder;
        database = new Database(folder.resolve("data"));
        session = database.openWriter();
        session.execute("CREATE TABLE t (v INTEGER)");
        log = database.log(session);
    }

    @AfterEach
    void close() {
        log.close();
        session.close();
    }

    private void commit(int value, int bytes) {
        session.update("INSERT INTO t (v) VALUES (?)", value);
        session.update("CREATE TABLE t" + value + " AS SELECT zeroblob(" + bytes + ")");
        log.stayAhead();
    }

    @Test
    void aCommitWritesOverWhatIsThere() {
        log.stayAhead();
        long ahead = database.logBytes();
        assertThat(ahead).isEqualTo(WriteAheadLog.STEP);

        commit(1, 1_000);
        assertThat(database.logBytes()).isEqualTo(ahead);

        commit(2, WriteAheadLog.STEP / 2);
        assertThat(database.logBytes()).isEqualTo(2L * WriteAheadLog.STEP);
    }

    @Test
    void itIsReadyFromItsStartAgainOnceAllOfItIsInTheDatabase() {
        commit(1, (int) WriteAheadLog.MOST);
        assertThat(log.isLong()).isTrue();
        assertThat(database.bytes()).isLessThan(WriteAheadLog.STEP);
        assertThat(session.first("PRAGMA wal_checkpoint(PASSIVE)", row -> row.getInt(1)))
                .hasValue(0);

        commit(2, 1_000);
        assertThat(log.isLong()).isFalse();
        assertThat(database.logBytes()).isEqualTo(WriteAheadLog.MOST);
        assertThat(log.ready()).isEqualTo(WriteAheadLog.STEP);

        commit(3, WriteAheadLog.STEP);
        assertThat(log.ready()).isEqualTo(2L * WriteAheadLog.STEP);
        assertThat(database.logBytes()).isEqualTo(WriteAheadLog.MOST);
    }

    @Test
    void whatWasCommittedIsThereAfterAKill() throws IOException {
        IntStream.range(0, 50).forEach(value -> commit(value, 100_000));

        Path copy = Files.createDirectory(folder.resolve("killed"));
        for (String file : List.of("runlore.db", "runlore.db-wal")) {
            Files.copy(database.file().resolveSibling(file), copy.resolve(file));
        }

        try (Session after = new Database(copy).openReader()) {
            assertThat(after.list("SELECT v FROM t ORDER BY v", row -> row.getInt(1)))
                    .isEqualTo(IntStream.range(0, 50).boxed().toList());
        }
    }

    @Test
    void itIsLongOnceItIsBeyondItsLimitAndNotMadeLongerThen() {
        commit(1, (int) WriteAheadLog.MOST - WriteAheadLog.STEP);
        assertThat(database.logBytes()).isEqualTo(WriteAheadLog.MOST);
        assertThat(log.isLong()).isFalse();

        commit(2, WriteAheadLog.STEP);
        assertThat(database.logBytes()).isGreaterThan(WriteAheadLog.MOST);
        assertThat(log.isLong()).isTrue();
        assertThat(database.logBytes() % WriteAheadLog.STEP).isNotZero();
    }

    @Test
    void aDiskWithoutRoomIsFoundByTheCommitThatNeedsIt() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        try (WriteAheadLog onFull = new WriteAheadLog(full, session)) {
            onFull.stayAhead();
            assertThat(onFull.isLong()).isFalse();
        }
    }
}
