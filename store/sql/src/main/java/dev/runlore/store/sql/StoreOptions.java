// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * How a store is opened.
 *
 * @param clock the server's clock
 * @param whenBroken told once, from the store's own thread, when the disk failed under a commit: from then on nothing is
 *     written any more, because it is no longer known what would survive, and the process is best ended
 * @param runTableBytes about how much memory the values may take by which runs are filtered and sorted; 0 has the database asked
 */
public record StoreOptions(InstantSource clock, Consumer<Throwable> whenBroken, long runTableBytes) {
    private static final long RUN_TABLE_BYTES = 256L * 1024 * 1024;

    public StoreOptions(InstantSource clock, Consumer<Throwable> whenBroken) {
        this(clock, whenBroken, RUN_TABLE_BYTES);
    }

    public static StoreOptions with(Consumer<Throwable> whenBroken) {
        return new StoreOptions(InstantSource.system(), whenBroken);
    }

    public StoreOptions withRunTableBytes(long bytes) {
        return new StoreOptions(clock, whenBroken, bytes);
    }
}
