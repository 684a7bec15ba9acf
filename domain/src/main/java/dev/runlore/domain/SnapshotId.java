// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.regex.Pattern;

/** Names a snapshot by its content: the first 40 hex digits of its manifest's SHA-256, in lower case. */
public record SnapshotId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

    public SnapshotId {
        if (!FORM.matcher(value).matches()) {
            throw RunloreException.invalid(
                    "snapshot id must be 40 hex digits in lower case but is '" + Shown.text(value) + "'; check it");
        }
    }

    /** Of the snapshot whose manifest has this digest. */
    public static SnapshotId of(Sha256 manifest) {
        return new SnapshotId(manifest.hex().substring(0, 40));
    }

    @Override
    public String toString() {
        return value;
    }
}
