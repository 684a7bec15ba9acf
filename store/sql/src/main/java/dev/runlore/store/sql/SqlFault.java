// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite refused, and what that means for the store. */
final class SqlFault extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int PRIMARY = 0xff;

    private static final Set<SQLiteErrorCode> BROKEN = Set.of(
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOTADB,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_CANTOPEN);
    private static final Set<SQLiteErrorCode> PASSING =
            Set.of(SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_BUSY, SQLiteErrorCode.SQLITE_LOCKED);

    private final int code;

    SqlFault(SQLException cause) {
        super(cause.getMessage(), cause);
        code = cause instanceof SQLiteException sqlite ? sqlite.getResultCode().code : cause.getErrorCode();
    }

    /** Whether the disk or the file failed, so that nobody knows any more what a commit is worth. */
    boolean isBroken() {
        return is(BROKEN) && !isFull();
    }

    /** Whether the same may work later: the disk is full or another process holds the file. */
    boolean isPassing() {
        return is(PASSING) || isFull();
    }

    /** Whether the statement was broken off from here. */
    boolean isInterrupted() {
        return code == SQLiteErrorCode.SQLITE_INTERRUPT.code;
    }

    /** A full disk shows itself in two ways: the second when the shared memory beside the log cannot grow. */
    boolean isFull() {
        return code == SQLiteErrorCode.SQLITE_FULL.code || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE.code;
    }

    private boolean is(Set<SQLiteErrorCode> codes) {
        return codes.stream().anyMatch(known -> known.code == (code & PRIMARY));
    }

    /** What callers are told. */
    RunloreException answer() {
        String what = isFull()
                ? "the disk of the data folder is full; free some space, then send again"
                : "the store cannot answer now (" + getMessage() + "); try again";
        return new RunloreException(ErrorCode.UNAVAILABLE, what, this);
    }
}
