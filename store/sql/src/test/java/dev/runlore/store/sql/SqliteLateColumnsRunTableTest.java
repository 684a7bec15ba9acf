// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.RunTableContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;

/** Lists and groups beside writes, while some columns are there, others are still to be loaded and others were dropped. */
final class SqliteLateColumnsRunTableTest extends RunTableContract {
    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.openWithLateColumns(folder, clock);
    }
}
