// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a database file stands: its size, what it holds, and what SQLite finds wrong with it. May be asked while a server has the
 * folder.
 *
 * @param bytes of the file and its write-ahead log
 * @param faults empty for a sound file
 */
public record DatabaseCheck(long bytes, long schema, long runs, long points, List<String> faults) {

    public DatabaseCheck {
        faults = List.copyOf(faults);
    }

    /** Reads the whole database of a data folder, which must have one. What cannot be read counts as 0 and is a fault. */
    public static DatabaseCheck of(Path folder) {
        Database database = new Database(folder);
        List<String> faults = new ArrayList<>();
        try (Session session = database.openReader()) {
            read(faults, () -> session.list("PRAGMA integrity_check", row -> faults.add(row.getString(1))));
            faults.remove("ok");
            return new DatabaseCheck(
                    Files.size(database.file()) + database.logBytes(),
                    number(faults, session, "PRAGMA user_version"),
                    number(faults, session, "SELECT count(*) FROM run"),
                    number(faults, session, "SELECT coalesce(sum(n), 0) FROM series"),
                    faults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(List<String> faults, Session session, String sql) {
        long[] number = new long[1];
        read(faults, () -> number[0] = session.number(sql));
        return number[0];
    }

    private static void read(List<String> faults, Runnable reading) {
        try {
            reading.run();
        } catch (SqlFault fault) {
            faults.add(String.valueOf(fault.getMessage()));
        }
    }
}
