// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Sha256;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The database of a data folder for a backup: a copy as of one moment, and which blobs a database names. */
public final class DatabaseCopy {
    private DatabaseCopy() {}

    /**
     * Copies the database to another folder, which has none, as it is at one moment. A server may have the folder and goes on
     * writing meanwhile.
     */
    public static void make(Path folder, Path target) {
        try (Session session = new Database(folder).openBeside()) {
            session.update("VACUUM INTO ?", target.resolve("runlore.db").toString());
        }
    }

    /** All blobs that artifacts, snapshots, logged models and versions of models name. */
    public static Set<Sha256> namedBlobs(Path folder) {
        try (Session session = new Database(folder).openReader()) {
            return new HashSet<>(session.list("""
                    SELECT sha256 FROM artifact WHERE sha256 IS NOT NULL
                    UNION SELECT sha256 FROM snapshot_file UNION SELECT sha256 FROM model_version_file
                    UNION SELECT sha256 FROM logged_model_file
                    """, row -> new Sha256(row.getString(1))));
        }
    }
}
