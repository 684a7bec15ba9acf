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
 */
public record StoreOptions(InstantSource clock, Consumer<Throwable> whenBroken) {

    public static StoreOptions with(Consumer<Throwable> whenBroken) {
        return new StoreOptions(InstantSource.system(), whenBroken);
    }
}
