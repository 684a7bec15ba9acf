// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.store.Store;
import dev.runlore.store.testkit.PurgeStoreContract;
import dev.runlore.store.testkit.TestingClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlitePurgeStoreTest extends PurgeStoreContract {
    private static final List<String> OF_RUNS = List.of(
            "run",
            "run_purge",
            "run_tag",
            "run_property",
            "run_param",
            "run_warning",
            "artifact",
            "series",
            "metric_log",
            "metric_use",
            "metric_key",
            "log_writer",
            "run_log_file",
            "run_log",
            "job");

    @Override
    protected Store open(Path folder, TestingClock clock) {
        return TestingStores.open(folder, clock);
    }

    @Override
    protected long size() {
        return folder.resolve("runlore.db").toFile().length();
    }

    @Test
    void noTableKeepsARowOfAPurgedRun() {
        purgeAFilledRun();

        try (Session session = new Database(folder).openReader()) {
            for (String table : OF_RUNS) {
                assertThat(session.number("SELECT count(*) FROM " + table))
                        .as(table)
                        .isZero();
            }
        }
    }
}
