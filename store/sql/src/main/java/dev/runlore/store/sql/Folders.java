// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.FolderEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Folders as paths make them: a table of files keeps none. */
final class Folders {
    private Folders() {}

    /**
     * What lies directly in a folder, by name.
     *
     * @param files of a table with the columns path and size, as {@code FROM} and {@code WHERE}
     * @param folder empty for the whole
     */
    static List<FolderEntry> list(Session session, Clause files, Optional<String> folder) {
        int start = folder.map(name -> name.length() + 1).orElse(0);
        Clause sql =
                Clause.of("SELECT path, size ").then(files).then(below(folder)).then(" ORDER BY path");
        List<FolderEntry> entries = new ArrayList<>();
        session.each(
                sql.sql(),
                row -> {
                    String rest = row.getString(1).substring(start);
                    int slash = rest.indexOf('/');
                    FolderEntry entry = slash < 0
                            ? new FolderEntry(rest, OptionalLong.of(row.getLong(2)))
                            : new FolderEntry(rest.substring(0, slash), OptionalLong.empty());
                    // What is below one folder comes together.
                    if (entries.isEmpty() || !entries.getLast().equals(entry)) {
                        entries.add(entry);
                    }
                },
                sql.array());
        return entries;
    }

    /** What lies below a folder: '0' is the character after '/'. */
    private static Clause below(Optional<String> folder) {
        return folder.map(name -> Clause.of(" AND path > ? AND path < ?", name + "/", name + "0"))
                .orElse(Clause.of(""));
    }

    /** The file of a path, or what lies below it as a folder; everything without a path. */
    static Clause within(Optional<String> path) {
        return path.map(name -> Clause.of(" AND (path = ? OR path > ? AND path < ?)", name, name + "/", name + "0"))
                .orElse(Clause.of(""));
    }
}
