// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.SealingContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;
import java.util.Set;

final class SqliteSealingTest extends SealingContract {
    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.open(folder, clock);
    }

    @Override
    protected Set<Packed> packed() {
        try (Session session = new Database(folder).openReader()) {
            return Set.copyOf(session.list(
                    "SELECT series_id, first_row, rows FROM metric_chunk",
                    row -> new Packed(row.getLong(1), row.getLong(2), row.getInt(3))));
        }
    }
}
