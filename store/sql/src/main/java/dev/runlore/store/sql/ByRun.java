// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Something gathered for each of several runs, in their order; runs that are not there keep what they began with.
 *
 * @param keys ids of those that are there, by key
 */
record ByRun<T>(Map<RunId, T> all, Map<Long, RunId> keys) {

    static <T> ByRun<T> of(Session session, long workspace, Collection<RunId> runs, Supplier<T> empty) {
        Map<RunId, T> all = new LinkedHashMap<>();
        runs.forEach(run -> all.put(run, empty.get()));
        return new ByRun<>(all, RunRows.keysOf(session, workspace, runs));
    }

    /** The keys as one value for {@code json_each}. */
    String array() {
        return Json.numbers(keys.keySet());
    }

    /** What is gathered for the run of a key. */
    T of(long key) {
        return Objects.requireNonNull(all.get(Objects.requireNonNull(keys.get(key))));
    }
}
