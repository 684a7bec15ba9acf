// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;

/** Stores of the tests: one that breaks fails its test by the call that it cannot answer. */
final class TestingStores {
    private TestingStores() {}

    /** A store that answers from columns whatever they can answer. */
    static Store openWithColumns(Path folder, InstantSource clock) {
        return SqliteStore.open(folder, new StoreOptions(clock, cause -> {}), Runnable::run);
    }

    /** A store that has the database answer everything. */
    static Store openWithoutColumns(Path folder, InstantSource clock) {
        return SqliteStore.open(folder, new StoreOptions(clock, cause -> {}).withRunTableBytes(0));
    }

    /** A store as it is. */
    static Store open(Path folder, InstantSource clock) {
        return SqliteStore.open(folder, new StoreOptions(clock, cause -> {}));
    }
}
