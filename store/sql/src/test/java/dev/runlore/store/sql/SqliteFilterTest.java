// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.FilterContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;

/** Filters and orders as the database answers them. */
final class SqliteFilterTest extends FilterContract {
    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.openWithoutColumns(folder, clock);
    }
}
