// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Snapshots of one server: source folders by their content. Safe for threads.
 *
 * <pre>{@code
 * SnapshotClient snapshots = new SnapshotClient(place);
 * SnapshotId id = snapshots.put(manifest, files::get);
 * Manifest same = snapshots.get(id);
 * snapshots.download(same.files().getFirst(), Path.of("train.py"));
 * }</pre>
 *
 * <p>A refusal is a {@link ServerException}. The server is not trusted: a manifest counts only when it is the one that its id
 * names, and bytes only when they are those of their SHA-256.
 */
public final class SnapshotClient {
    private final Connection connection;

    public SnapshotClient(Place place) {
        connection = new Connection(place);
    }

    /**
     * Stores a snapshot; only the bytes that the server lacks travel.
     *
     * @throws RunloreException WRONG_STATE when a file is no longer what the manifest says
     */
    public SnapshotId put(Manifest manifest, BlobSource blobs) {
        Request request = Request.of("PUT", "/snapshots").withBytes(Request.BYTES, manifest.bytes());
        Set<Sha256> unsent = new HashSet<>();
        manifest.files().forEach(file -> unsent.add(file.sha256()));
        for (List<Sha256> missing = missing(request); !missing.isEmpty(); missing = missing(request)) {
            for (Sha256 blob : missing) {
                if (!unsent.remove(blob)) {
                    throw JsonObject.unexpected(
                            "it asks for blob " + blob + ", which is none of the snapshot's or was sent already");
                }
                send(blob, blobs.file(blob));
            }
        }
        return manifest.id();
    }

    /** The manifest that the id names. */
    public Manifest get(SnapshotId id) {
        Request request = Request.get("/snapshots/" + id).accepting(Request.BYTES);
        try (Answer answer = connection.call(request)) {
            Manifest manifest = Manifest.parse(answer.body().readNBytes(Limits.MANIFEST_BYTES + 1));
            if (!manifest.id().equals(id)) {
                throw JsonObject.unexpected("the manifest of snapshot " + id + " is that of " + manifest.id());
            }
            return manifest;
        } catch (IOException e) {
            throw connection.noAnswer(e);
        }
    }

    /** Writes the bytes of one file of a snapshot to a new file: complete and durable, or not at all. */
    public void download(SnapshotFile file, Path to) {
        download(file.sha256(), file.size(), to);
    }

    /** As the other, for bytes of which no size is known. */
    public void download(Sha256 blob, Path to) {
        download(blob, Limits.SNAPSHOT_BYTES, to);
    }

    private void download(Sha256 blob, long most, Path to) {
        try (InputStream bytes = connection.call(Request.get("/blobs/" + blob)).body()) {
            CheckedFile.write(bytes, blob, most, to);
        } catch (FileSystemException e) {
            throw new RunloreException(
                    ErrorCode.INTERNAL,
                    to + " was not written: " + Objects.requireNonNullElse(e.getReason(), e.getMessage())
                            + "; make room and try again",
                    e);
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE, "blob " + blob + " was not written to " + to + ": " + e + "; try again", e);
        }
    }

    /** What the server lacks of a snapshot; nothing once it is stored. */
    private List<Sha256> missing(Request request) {
        try {
            connection.run(request);
            return List.of();
        } catch (ServerException refusal) {
            List<Sha256> missing =
                    refusal.missingBlobs().stream().map(Sha256::new).toList();
            if (missing.isEmpty()) {
                throw refusal;
            }
            return missing;
        }
    }

    private void send(Sha256 blob, Path file) {
        try {
            connection.run(Request.of("PUT", "/blobs/" + blob).withFile(file));
        } catch (RuntimeException refusal) {
            throw CheckedFile.holds(file, blob) ? refusal : changed(file, refusal);
        }
    }

    private static RunloreException changed(Path file, RuntimeException cause) {
        return new RunloreException(
                ErrorCode.WRONG_STATE,
                "file " + file + " changed or went while it was sent; take the snapshot again",
                cause);
    }
}
