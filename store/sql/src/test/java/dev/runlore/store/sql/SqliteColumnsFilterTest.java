// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.FilterContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;

/** Filters and orders when every question waits for its columns. */
final class SqliteColumnsFilterTest extends FilterContract {
    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.openWithColumns(folder, clock);
    }
}
