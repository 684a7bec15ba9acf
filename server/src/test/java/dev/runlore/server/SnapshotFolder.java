// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A source folder in memory, on its way to a server. */
final class SnapshotFolder {
    private final List<SnapshotFile> files = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    SnapshotFolder with(String path, boolean executable, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        files.add(new SnapshotFile(new ArtifactPath(path), executable, Sha256.of(bytes), bytes.length));
        contents.add(bytes);
        return this;
    }

    Manifest manifest() {
        return new Manifest(files);
    }

    void putBlobs(ServedFolder served) throws Exception {
        for (byte[] bytes : contents) {
            putBlob(served, bytes);
        }
    }

    static Sha256 putBlob(ServedFolder served, byte[] bytes) throws Exception {
        Sha256 name = Sha256.of(bytes);
        HttpResponse<byte[]> answer = served.octets("PUT", "/api/v1/blobs/" + name, bytes);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(ServedFolder.text(answer));
        }
        return name;
    }

    /** Stores the snapshot with its bytes. */
    Manifest store(ServedFolder served) throws Exception {
        putBlobs(served);
        HttpResponse<byte[]> answer =
                served.octets("PUT", "/api/v1/snapshots", manifest().bytes());
        if (answer.statusCode() != 201) {
            throw new AssertionError(ServedFolder.text(answer));
        }
        return manifest();
    }
}
