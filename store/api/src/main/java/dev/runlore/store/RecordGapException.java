// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;

/** A request begins above the writer's next record: the client resends from there, or says that those records are gone. */
public final class RecordGapException extends RunloreException {
    private static final long serialVersionUID = 1;

    private final long nextRecord;

    public RecordGapException(long first, long nextRecord) {
        this(
                "records must go on at number " + nextRecord + " but the request begins at " + first
                        + "; send from there, or with gap=true when those are lost",
                nextRecord);
    }

    /** A run of another history lacks records. */
    public static RecordGapException ofImport(long asked, long nextRecord) {
        return new RecordGapException(
                "an import must go on with its record " + nextRecord + " but the request is at " + asked
                        + "; send from there",
                nextRecord);
    }

    private RecordGapException(String message, long nextRecord) {
        super(ErrorCode.WRONG_STATE, message);
        this.nextRecord = nextRecord;
    }

    public long nextRecord() {
        return nextRecord;
    }
}
