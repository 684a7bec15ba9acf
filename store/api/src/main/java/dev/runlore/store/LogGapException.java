// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;

/** An append begins beyond the log's end: the client resends from there. */
public final class LogGapException extends RunloreException {
    private static final long serialVersionUID = 1;

    private final long size;

    public LogGapException(long offset, long size) {
        super(
                ErrorCode.WRONG_STATE,
                "a log append must begin at or before byte " + size + " but begins at " + offset + "; send from there");
        this.size = size;
    }

    /** The log's size in bytes. */
    public long size() {
        return size;
    }
}
