// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.util.List;
import java.util.OptionalLong;

/** A request names bytes that are not here: the client sends them first, then the request again. */
public final class MissingBlobsException extends RunloreException {
    private static final long serialVersionUID = 1;

    private final transient List<Sha256> blobs;
    private final transient OptionalLong nextRecord;

    /** @param nextRecord of the writer after the records before the one that names the first of these, when some were stored */
    public MissingBlobsException(List<Sha256> blobs, OptionalLong nextRecord) {
        super(
                ErrorCode.WRONG_STATE,
                "the request names " + blobs.size()
                        + " blobs that are not here; PUT them to /api/v1/blobs and send it again");
        this.blobs = List.copyOf(blobs);
        this.nextRecord = nextRecord;
    }

    public List<Sha256> blobs() {
        return blobs;
    }

    public OptionalLong nextRecord() {
        return nextRecord;
    }
}
