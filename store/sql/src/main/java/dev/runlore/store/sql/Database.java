// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.LikePattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The database file of a data folder, and the two ways to connect to it. */
final class Database {
    /** Of readers: a text without the differences of case. */
    static final String FOLD = "runlore_fold";

    /** Bytes of a page: SQLite's own choice, named so that what counts in pages has one to count in. */
    static final int PAGE = 4_096;

    private static final String NAME = "runlore.db";
    private static final int WAIT_MS = 5_000;
    private static final int WRITER_CACHE_KIB = 64 * 1024;
    private static final int READER_CACHE_KIB = 8 * 1024;

    private final Path file;

    Database(Path folder) {
        try {
            file = Files.createDirectories(folder).resolve(NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    /** Bytes of the file itself. */
    long bytes() {
        return bytes(file);
    }

    /** Bytes of the write-ahead log beside the file. */
    long logBytes() {
        return bytes(logFile());
    }

    private Path logFile() {
        return file.resolveSibling(NAME + "-wal");
    }

    private static long bytes(Path one) {
        try {
            return Files.exists(one) ? Files.size(one) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The write-ahead log of the one connection that writes. */
    WriteAheadLog log(Session writer) {
        return new WriteAheadLog(logFile(), writer);
    }

    /** The one connection that writes. Its owner moves the log into the file, so that a failing disk is seen there. */
    Session openWriter() {
        Session session = open(config(WRITER_CACHE_KIB));
        // before the first page is written, or it has no effect
        session.execute("PRAGMA auto_vacuum = 2");
        session.execute("PRAGMA journal_mode = WAL");
        session.execute("PRAGMA synchronous = FULL");
        session.execute("PRAGMA wal_autocheckpoint = 0");
        session.execute("PRAGMA journal_size_limit = " + WriteAheadLog.MOST);
        return session;
    }

    /** Reads beside whoever writes, and writes other files only. */
    Session openBeside() {
        return open(config(READER_CACHE_KIB));
    }

    Session openReader() {
        Session session = open(config(READER_CACHE_KIB));
        session.execute("PRAGMA query_only = 1");
        session.execute("PRAGMA case_sensitive_like = 1");
        session.define(FOLD, LikePattern::fold);
        return session;
    }

    private static SQLiteConfig config(int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        // each connection is one thread's at a time, so that SQLite need not lock it anew at every call
        config.resetOpenMode(SQLiteOpenMode.FULLMUTEX);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setBusyTimeout(WAIT_MS);
        config.setCacheSize(-cacheKib);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // else the driver asks for the last row's number after every INSERT
        config.setGetGeneratedKeys(false);
        return config;
    }

    private Session open(SQLiteConfig config) {
        try {
            return new Session(config.createConnection("jdbc:sqlite:" + file));
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }
}
