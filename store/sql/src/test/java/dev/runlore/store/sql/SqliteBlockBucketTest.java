// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.BlockBucketContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;

final class SqliteBlockBucketTest extends BlockBucketContract {
    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.open(folder, clock);
    }
}
