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
        super(
                ErrorCode.WRONG_STATE,
                "records must go on at number " + nextRecord + " but the request begins at " + first
                        + "; send from there, or with gap=true when those are lost");
        this.nextRecord = nextRecord;
    }

    public long nextRecord() {
        return nextRecord;
    }
}
