// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.snapshot;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Snapshot;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import dev.runlore.server.http.MissingBlobsException;
import dev.runlore.store.BlobStore;
import dev.runlore.store.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Stores and reads snapshots; one is stored only when all its bytes are here. Thread-safe. */
public final class Snapshots {
    /** Of the blobs that are missing, so many are told at once. */
    private static final int MOST_MISSING = 10_000;

    private final SnapshotStore store;
    private final BlobStore blobs;

    public Snapshots(SnapshotStore store, BlobStore blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    /**
     * Stores a snapshot, or finds it there.
     *
     * @throws MissingBlobsException naming the bytes that are to come first
     * @throws RunloreException INVALID_ARGUMENT when a file's size is not that of its bytes
     */
    public SnapshotStore.Stored put(Manifest manifest) throws IOException {
        Optional<Snapshot> there = store.find(manifest.id());
        if (there.isPresent()) {
            return new SnapshotStore.Stored(there.get(), false);
        }
        Set<Sha256> missing = missing(manifest);
        if (!missing.isEmpty()) {
            throw new MissingBlobsException(List.copyOf(missing), OptionalLong.empty());
        }
        return store.put(manifest);
    }

    private Set<Sha256> missing(Manifest manifest) throws IOException {
        Set<Sha256> missing = new LinkedHashSet<>();
        for (SnapshotFile file : manifest.files()) {
            Optional<Long> size = blobs.find(file.sha256());
            if (size.isEmpty()) {
                missing.add(file.sha256());
            } else if (size.get() != file.size()) {
                throw RunloreException.invalid(
                        "size of '" + Shown.text(file.path().value()) + "' must be " + size.get()
                                + ", that of its bytes, but is " + file.size() + "; take the snapshot anew");
            }
            if (missing.size() == MOST_MISSING) {
                break;
            }
        }
        return missing;
    }

    /**
     * Stores the snapshot whose manifest is a blob; answers the bytes that are to come first, none when it is stored.
     *
     * @throws RunloreException when those bytes are no manifest
     */
    public Collection<Sha256> put(Sha256 manifest) throws IOException {
        if (store.find(SnapshotId.of(manifest)).isPresent()) {
            return List.of();
        }
        Optional<Long> size = blobs.find(manifest);
        if (size.isEmpty()) {
            return List.of(manifest);
        }
        if (size.get() > Limits.MANIFEST_BYTES) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "a manifest must have at most " + Limits.MANIFEST_BYTES + " bytes but has " + size.get()
                            + "; name what the snapshot can do without in .amlignore");
        }
        try (InputStream bytes = blobs.open(manifest)) {
            put(Manifest.parse(bytes.readAllBytes()));
            return List.of();
        } catch (MissingBlobsException missing) {
            return missing.blobs();
        }
    }

    /** @throws RunloreException NOT_FOUND */
    Snapshot get(SnapshotId id) {
        return store.find(id).orElseThrow(() -> absent(id));
    }

    /** @throws RunloreException NOT_FOUND */
    public Manifest manifest(SnapshotId id) {
        return store.findManifest(id).orElseThrow(() -> absent(id));
    }

    Page<SnapshotFile> files(SnapshotId id, int limit, Optional<PageToken> token) {
        return store.files(id, limit, token);
    }

    /** @throws RunloreException NOT_FOUND */
    SnapshotFile file(SnapshotId id, ArtifactPath path) {
        return store.findFile(id, path).orElseThrow(() -> {
            get(id);
            return RunloreException.notFound("snapshot " + id + " has no file '" + Shown.text(path.value())
                    + "'; list the snapshot for its paths");
        });
    }

    /** All bytes of a file, checked; the caller closes them. */
    public InputStream open(SnapshotFile file) throws IOException {
        return blobs.open(file.sha256());
    }

    private static RunloreException absent(SnapshotId id) {
        return RunloreException.notFound("snapshot " + id + " is not there; check its id");
    }
}
