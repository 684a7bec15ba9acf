// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

/**
 * What purging runs gave back.
 *
 * @param files that were deleted, with so many {@code bytes}
 * @param waiting files that were asked for a moment ago; they follow unless they are named after all
 * @param done whether all rows are gone; else the server goes on in the background
 */
public record Purged(long files, long bytes, long waiting, boolean done) {
    public static final Purged NOTHING = new Purged(0, 0, 0, true);

    public Purged and(Purged other) {
        return new Purged(files + other.files, bytes + other.bytes, waiting + other.waiting, done && other.done);
    }
}
