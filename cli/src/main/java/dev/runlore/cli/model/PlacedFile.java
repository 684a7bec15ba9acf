// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunloreException;

/** Where a version's file comes to lie: what was promoted keeps its own name and loses the folders it lay in. */
final class PlacedFile {
    private PlacedFile() {}

    /** @throws RunloreException when the file does not belong to what was promoted */
    static ArtifactPath of(ArtifactPath promoted, ArtifactPath file) {
        if (!file.isWithin(promoted.value())) {
            throw RunloreException.invalid("file '" + file + "' must lie within '" + promoted
                    + "', which was promoted, but does not; the server must not be trusted");
        }
        return new ArtifactPath(file.value().substring(promoted.value().lastIndexOf('/') + 1));
    }
}
