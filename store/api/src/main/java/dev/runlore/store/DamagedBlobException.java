// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;

/** A blob's bytes are no longer those of its digest. Whoever knows whose file they are says so with {@link #of}. */
public final class DamagedBlobException extends RunloreException {
    private static final long serialVersionUID = 1;

    /** @param why what its bytes are now */
    public DamagedBlobException(Sha256 blob, String why) {
        super(
                ErrorCode.INTERNAL,
                "blob " + blob + " is damaged: " + why + "; run 'runlore doctor' or restore a backup");
    }

    private DamagedBlobException(String message, DamagedBlobException cause) {
        super(ErrorCode.INTERNAL, message, cause);
    }

    /** The same, of a file whose owner is named, such as {@code run 'r'}. */
    public DamagedBlobException of(ArtifactPath path, String owner) {
        return new DamagedBlobException(
                "file '" + Shown.text(path.value()) + "' of " + owner + " cannot be read: " + getMessage(), this);
    }
}
