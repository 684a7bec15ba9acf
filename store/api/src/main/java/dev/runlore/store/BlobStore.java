// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Bytes by their digest: stored once, invisible until complete, checked on the way in and out. Thread-safe.
 */
public interface BlobStore {

    /** A stored blob's name and size in bytes. */
    record Stored(Sha256 sha256, long size, boolean created) {}

    /** How many blobs there are and their bytes. */
    record Usage(long blobs, long bytes) {}

    /** About what is there: the first call looks, later ones add what has come and gone since. */
    Usage usage() throws IOException;

    /** Stores what the stream gives until its end, durable when it returns; the caller closes the stream. */
    Stored put(InputStream bytes) throws IOException;

    /**
     * As {@link #put(InputStream)}, for bytes that must have this digest.
     *
     * @throws dev.runlore.domain.RunloreException INVALID_ARGUMENT for other bytes; nothing is stored
     */
    Stored put(InputStream bytes, Sha256 expected) throws IOException;

    /** Size in bytes when it is there; asking keeps it from the sweep for 24 hours. */
    Optional<Long> find(Sha256 sha256) throws IOException;

    /**
     * Opens a blob; the caller closes it. The stream throws {@link DamagedBlobException} before its last byte when the bytes are no
     * longer those of the digest.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND
     */
    InputStream open(Sha256 sha256) throws IOException;

    /**
     * A part of a blob: {@code length} bytes from {@code offset}, none of them before it was checked; the caller closes it. The first
     * part reads the whole blob.
     *
     * @throws DamagedBlobException when the bytes are no longer those of the digest, also in the midst of the part
     * @throws dev.runlore.domain.RunloreException NOT_FOUND
     */
    InputStream open(Sha256 sha256, long offset, long length) throws IOException;

    /** Hands on, in batches, the blobs that were last stored or asked for before. */
    void unused(Instant before, Consumer<List<Sha256>> batches) throws IOException;

    /**
     * Deletes a blob unless it was stored or asked for since: who found it may be about to name it.
     *
     * @return bytes freed; empty when it is not there or in use
     */
    OptionalLong delete(Sha256 sha256, Instant unusedSince) throws IOException;
}
