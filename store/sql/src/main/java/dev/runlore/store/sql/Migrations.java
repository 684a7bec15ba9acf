// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.flywaydb.core.Flyway;

/**
 * Brings a database to the schema that this version works with: numbered SQL, forward only, after a copy of the file. Each
 * numbered file is one transaction and ends by setting {@code user_version}, so a migration that was cut off is begun again.
 *
 * @param location class path folder of the files
 * @param version number of the last one
 */
record Migrations(String location, int version) {
    static final Migrations CURRENT = new Migrations("dev/runlore/store/sql/migrations", 4);

    void bring(Database database, InstantSource clock) {
        long stored = storedVersion(database);
        if (stored > version) {
            throw new RunloreException(
                    ErrorCode.WRONG_STATE,
                    "the database " + database.file() + " must have schema " + version
                            + " or older for this version of Runlore but has schema " + stored
                            + "; start the version that made it or a newer one");
        }
        if (stored == version) {
            return;
        }
        if (stored > 0) {
            copy(database, stored, clock.instant());
        }
        Flyway.configure()
                .loggers("slf4j")
                .dataSource("jdbc:sqlite:" + database.file(), null, null)
                .locations("classpath:" + location)
                .table("schema_history")
                .load()
                .migrate();
    }

    private static long storedVersion(Database database) {
        try (Session session = database.openWriter()) {
            return session.number("PRAGMA user_version");
        }
    }

    /** The file's content as of now, whole also when its write-ahead log holds a part of it. */
    private static void copy(Database database, long version, Instant now) {
        Path backups = database.file().resolveSibling("backups");
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
        try (Session session = database.openWriter()) {
            Files.createDirectories(backups);
            Path copy = backups.resolve("runlore-schema" + version + "-" + time + ".db");
            Files.deleteIfExists(copy);
            session.update("VACUUM INTO ?", copy.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
