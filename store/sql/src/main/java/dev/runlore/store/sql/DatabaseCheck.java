// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a database file stands: its size, what it holds, and what SQLite finds wrong with it. May be asked while a server has the
 * folder.
 *
 * @param bytes of the file and its write-ahead log
 * @param faults one line each, empty for a sound file
 */
public record DatabaseCheck(long bytes, long schema, long runs, long points, List<String> faults) {

    public DatabaseCheck {
        faults = List.copyOf(faults);
    }

    /** Reads the whole database of a data folder, which must have one. */
    public static DatabaseCheck of(Path folder) {
        Database database = new Database(folder);
        try (Session session = database.openReader()) {
            List<String> findings = session.list("PRAGMA quick_check", row -> row.getString(1));
            return new DatabaseCheck(
                    Files.size(database.file()) + database.logBytes(),
                    session.number("PRAGMA user_version"),
                    session.number("SELECT count(*) FROM run"),
                    session.number("SELECT coalesce(sum(n), 0) FROM series"),
                    findings.equals(List.of("ok")) ? List.of() : findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
