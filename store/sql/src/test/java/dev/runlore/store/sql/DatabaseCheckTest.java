// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCheckTest {
    @TempDir
    private Path folder;

    @Test
    void aSoundDatabaseIsCountedAlsoWhileItIsOpen() {
        try (SqliteStore store = open()) {
            append(store);
            DatabaseCheck check = DatabaseCheck.of(folder);
            assertThat(check.runs()).isEqualTo(1);
            assertThat(check.points()).isEqualTo(2);
            assertThat(check.schema()).isPositive();
            assertThat(check.bytes()).isPositive();
            assertThat(check.faults()).isEmpty();
        }
    }

    @Test
    void overwrittenPagesAreFound() throws IOException {
        try (SqliteStore store = open()) {
            append(store);
        }
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("runlore.db").toFile(), "rw")) {
            // behind the first pages, which say what tables there are
            file.seek(file.length() / 2);
            file.write(new byte[(int) (file.length() / 4)]);
        }
        assertThat(DatabaseCheck.of(folder).faults()).isNotEmpty();
    }

    private SqliteStore open() {
        return SqliteStore.open(folder, StoreOptions.with(cause -> {
            throw new AssertionError(cause);
        }));
    }

    private static void append(SqliteStore store) {
        RunId id = new RunId("run-1");
        store.runs()
                .append(
                        id,
                        Writer.DIRECT,
                        List.of(
                                new RunRecord.Create(RunDraft.of(id, "iris", User.named("ada")), WriterFacts.UNKNOWN),
                                new RunRecord.Values(
                                        0, OptionalDouble.empty(), Map.of("a", Cell.of(1.0), "b", Cell.of(2L)))));
    }
}
