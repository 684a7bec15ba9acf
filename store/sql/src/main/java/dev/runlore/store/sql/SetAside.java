// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Keeps bytes that cannot be read in a folder beside the history, and has their run warn of the gap. */
final class SetAside {
    private static final String WARN = """
            INSERT INTO run_warning (run_key, position, workspace_id, at, text)
            SELECT run_key, (SELECT coalesce(max(position), 0) + 1 FROM run_warning WHERE run_key = r.run_key), workspace_id,
              ?, ? FROM run r WHERE run_key = ?
            """;

    private final Session session;
    private final long key;
    private final RunId run;
    private final Path folder;
    private final long now;
    private final List<String> done = new ArrayList<>();

    /**
     * Of one run.
     *
     * @param folder made when need be
     * @param now for warnings, in microseconds since 1970
     */
    SetAside(Session session, RepairedRun of, Path folder, long now) {
        this.session = session;
        this.key = of.key();
        this.run = of.id();
        this.folder = folder;
        this.now = now;
    }

    /**
     * Keeps the bytes in a file.
     *
     * @param name of the file, after the run's id
     * @param what they are, as a sentence goes on after "its damaged"
     */
    void keep(String name, String what, String why, byte[] bytes) {
        Path file = folder.resolve(run + "-" + name + ".bin");
        try {
            Files.createDirectories(folder);
            Files.write(
                    file,
                    bytes,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        session.update(
                WARN,
                now,
                "some points are missing: " + what + " was damaged (" + why
                        + ") and was set aside by 'runlore doctor --repair'",
                key);
        done.add("run '" + run + "': set aside its damaged " + what + " as " + file
                + "; the run has a warning about the gap");
    }

    /** What was kept, a sentence each. */
    List<String> done() {
        return done;
    }
}
