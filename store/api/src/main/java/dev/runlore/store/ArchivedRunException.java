// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;

/** A run is archived and takes no data of writers that number nothing. */
public final class ArchivedRunException extends RunloreException {
    private static final long serialVersionUID = 1;

    public ArchivedRunException(RunId run) {
        super(
                ErrorCode.WRONG_STATE,
                "run '" + run
                        + "' is archived and takes no data from this client; take it back from the archive first");
    }
}
