// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.RunId;
import dev.runlore.domain.WriterId;

/**
 * Consecutive records of a writer as the spool holds them.
 *
 * @param first number of the first
 * @param gap whether records before it are gone for good
 * @param lines NDJSON, each line with its end
 */
public record RecordBatch(RunId run, WriterId writer, long first, boolean gap, byte[] lines) {
    Query query() {
        Query query = Query.EMPTY.with("writer", writer.toString()).with("first", first);
        return gap ? query.with("gap", "true") : query;
    }
}
