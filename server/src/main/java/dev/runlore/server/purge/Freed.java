// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.purge;

/**
 * What purging gave back.
 *
 * @param files how many were deleted
 * @param bytes of them
 * @param waiting files that somebody asked for a moment ago and that go when they have not been named after all
 * @param done whether all rows are gone; the rest goes in the background
 */
record Freed(long files, long bytes, long waiting, boolean done) {
    static final Freed NOTHING = new Freed(0, 0, 0, true);

    Freed and(Freed other) {
        return new Freed(files + other.files, bytes + other.bytes, waiting + other.waiting, done && other.done);
    }
}
