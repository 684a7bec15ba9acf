// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.server.mlflow.Faults;
import java.nio.charset.StandardCharsets;

/**
 * The file that an upload in parts is to become. The server keeps nothing of an upload: its id is a sum of the target's path, and
 * so names no other.
 *
 * @param path within the proxy's tree
 */
record UploadTarget(String path, FileOwner owner, ArtifactPath file) {
    private static final int ID_LENGTH = 32;

    /**
     * @param folder within the proxy's tree, where the file goes to
     * @param local path of the file on the client's side, of which only the last segment matters
     */
    static UploadTarget of(Locations locations, String folder, String local) {
        String name = local.substring(Math.max(local.lastIndexOf('/'), local.lastIndexOf('\\')) + 1);
        return of(locations, folder + "/" + name);
    }

    static UploadTarget of(Locations locations, String path) {
        Location.Files files = locations.files(path);
        return new UploadTarget(path, files.owner(), ProxyCalls.path(files));
    }

    String id() {
        return Sha256.of(path.getBytes(StandardCharsets.UTF_8)).hex().substring(0, ID_LENGTH);
    }

    /** @throws RunloreException INVALID_ARGUMENT when the id is that of another upload */
    void require(String id) {
        if (!id.equals(id())) {
            throw Faults.invalid(
                    "upload_id", '"' + id + '"', "it is not the upload of this file; begin the upload of this file.");
        }
    }
}
