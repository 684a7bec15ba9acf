// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Sha256;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Who names the blobs of a data folder. Asked beside a server or without one. */
public final class NamedBlobs {
    private static final String ALL = """
            SELECT a.sha256, a.size, 'run ''' || r.id || ''', file ''' || a.path || '''' AS holder
              FROM artifact a JOIN run r USING (run_key) WHERE a.sha256 IS NOT NULL
            UNION ALL SELECT sha256, size, 'snapshot ' || snapshot_id || ', file ''' || path || '''' FROM snapshot_file
            UNION ALL SELECT f.sha256, f.size, 'logged model ' || m.id || ', file ''' || f.path || ''''
              FROM logged_model_file f JOIN logged_model m USING (logged_key)
            UNION ALL SELECT f.sha256, f.size, 'model ''' || m.name || ''' version ' || v.version || ', file ''' || f.path || ''''
              FROM model_version_file f JOIN model_version v USING (version_key) JOIN model m USING (model_key)
            """;

    /** A place that names a blob, as a person says it, and the size that it says the blob has. */
    public record Named(Sha256 blob, long bytes, String holder) {}

    /** Takes one place that names a blob. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Named named);
    }

    private NamedBlobs() {}

    /** Every place, one after the other: a blob comes as often as it is named. */
    public static void each(Path folder, Visitor visitor) {
        try (Session session = new Database(folder).openReader()) {
            session.each(ALL, row -> visitor.visit(named(row)));
        }
    }

    /** The first places that name this blob, at most so many. */
    public static List<Named> of(Path folder, Sha256 blob, int most) {
        try (Session session = new Database(folder).openReader()) {
            return session.list(
                    "SELECT * FROM (" + ALL + ") WHERE sha256 = ? LIMIT ?", NamedBlobs::named, blob.hex(), most);
        }
    }

    private static Named named(ResultSet row) throws SQLException {
        return new Named(new Sha256(row.getString(1)), row.getLong(2), row.getString(3));
    }
}
