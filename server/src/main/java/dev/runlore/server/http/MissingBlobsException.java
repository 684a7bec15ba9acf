// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.util.List;

/** A request names bytes that are not here: the client sends them first, then the request again. */
public final class MissingBlobsException extends RunloreException {
    private static final long serialVersionUID = 1;

    private final transient List<Sha256> blobs;

    public MissingBlobsException(List<Sha256> blobs) {
        super(
                ErrorCode.WRONG_STATE,
                "the request names " + blobs.size()
                        + " blobs that are not here; PUT them to /api/v1/blobs and send it again");
        this.blobs = List.copyOf(blobs);
    }

    public List<Sha256> blobs() {
        return blobs;
    }
}
