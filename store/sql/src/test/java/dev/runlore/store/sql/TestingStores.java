// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Stores of the tests: one that breaks fails its test by the call that it cannot answer. */
final class TestingStores {
    private static final long LITTLE = 12_000;

    private TestingStores() {}

    /** A store that answers from columns whatever they can answer. */
    static Store openWithColumns(Path folder, InstantSource clock) {
        return SqliteStore.open(folder, new StoreOptions(clock, cause -> {}), Runnable::run);
    }

    /** A store whose columns come late, each after some other questions, and which has no room for all of them. */
    static Store openWithLateColumns(Path folder, InstantSource clock) {
        return SqliteStore.open(
                folder, new StoreOptions(clock, cause -> {}).withRunTableBytes(LITTLE), new LateLoader()::load);
    }

    private static final class LateLoader {
        private final Random random = new Random(1);
        private final List<Runnable> waiting = new ArrayList<>();

        void load(Runnable columns) {
            next(columns).ifPresent(Runnable::run);
        }

        private synchronized Optional<Runnable> next(Runnable columns) {
            waiting.add(columns);
            return random.nextInt(3) == 0
                    ? Optional.of(waiting.remove(random.nextInt(waiting.size())))
                    : Optional.empty();
        }
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
