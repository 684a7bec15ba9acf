// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.RunTableContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;

/** Lists and groups beside writes, as the database answers them. */
final class SqliteRunTableTest extends RunTableContract {
    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.openWithoutColumns(folder, clock);
    }
}
