// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;
import java.nio.file.*;
import java.time.*;
import org.junit.jupiter.api.*;
class MakeFixtureTest {
  @Test void make() throws Exception {
    Path folder = Files.createTempDirectory("rlfix");
    try (var store = TestingStores.open(folder, InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z")))) { PastHistory.write(store); }
    try (Session s = new Database(folder).openWriter()) { s.execute("PRAGMA wal_checkpoint(TRUNCATE)"); s.execute("PRAGMA journal_mode = DELETE"); }
    Files.copy(folder.resolve("runlore.db"), Path.of("/tmp/rl-ops-fixture.db"), StandardCopyOption.REPLACE_EXISTING);
  }
}
