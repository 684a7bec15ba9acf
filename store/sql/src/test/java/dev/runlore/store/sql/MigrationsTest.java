// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.store.RunQuery;
import dev.runlore.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T08:00:00.5Z"));
    private static final Migrations ONE = new Migrations("migrations/one", 1);
    private static final Migrations TWO = new Migrations("migrations/two", 2);
    private static final Migrations THREE = new Migrations("migrations/three", 3);

    @TempDir
    private Path folder;

    private List<String> column(String column) {
        try (Session session = new Database(folder).openReader()) {
            return session.list("SELECT " + column + " FROM t", row -> row.getString(1));
        }
    }

    private long version(Path file) {
        try (Session session = new Database(file).openReader()) {
            return session.number("PRAGMA user_version");
        }
    }

    private List<Path> backups() throws IOException {
        Path backups = folder.resolve("backups");
        if (!Files.exists(backups)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups)) {
            return files.toList();
        }
    }

    @Test
    void anEmptyFileBecomesAHistory() throws IOException {
        Files.createFile(folder.resolve("runlore.db"));

        try (Store store = TestingStores.open(folder, CLOCK)) {
            assertThat(store.runs().list(RunQuery.newest(10)).items()).isEmpty();
        }
        assertThat(version(folder)).isEqualTo(Migrations.CURRENT.version());
        assertThat(backups()).isEmpty();
    }

    @Test
    void aFolderOfTheCurrentVersionIsLeftAsItIs() throws IOException {
        TestingStores.open(folder, CLOCK).close();
        try (Store store = TestingStores.open(folder, CLOCK)) {
            assertThat(store.runs().find(new RunId("none"))).isEmpty();
        }
        assertThat(backups()).isEmpty();
    }

    @Test
    void anOlderDatabaseIsCopiedAndBroughtOn() throws IOException {
        ONE.bring(new Database(folder), CLOCK);

        TWO.bring(new Database(folder), CLOCK);

        assertThat(column("w")).containsExactly("kept and brought on");
        assertThat(version(folder)).isEqualTo(2);
        assertThat(backups())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("runlore-schema1-2026-03-01T080000Z.db");
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Files.copy(backups().getFirst(), restored.resolve("runlore.db"));
        assertThat(version(restored)).isEqualTo(1);
    }

    @Test
    void aMigrationThatFailsLeavesTheDatabaseAsItWasAndIsBegunAgain() {
        TWO.bring(new Database(folder), CLOCK);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> THREE.bring(new Database(folder), CLOCK)).isInstanceOf(FlywayException.class);
            assertThat(column("w")).containsExactly("kept and brought on");
            assertThat(version(folder)).isEqualTo(2);
        }
    }

    @Test
    void aNewerDatabaseIsRefusedByNameOfBothVersions() throws IOException {
        try (Session session = new Database(folder).openWriter()) {
            session.execute("PRAGMA user_version = 99");
        }

        assertThatThrownBy(() -> TestingStores.open(folder, CLOCK))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_STATE))
                .hasMessageContaining("schema 99")
                .hasMessageContaining("schema " + Migrations.CURRENT.version());
        assertThat(version(folder)).isEqualTo(99);
    }
}
