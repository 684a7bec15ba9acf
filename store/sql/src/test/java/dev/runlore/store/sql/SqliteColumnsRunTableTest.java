// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.RunTableContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;

/** Lists and groups beside writes, when every question waits for its columns. */
final class SqliteColumnsRunTableTest extends RunTableContract {
    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.openWithColumns(folder, clock);
    }
}
