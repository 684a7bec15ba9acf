// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.store.BlobStore;
import dev.runlore.store.DamagedBlobException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Blobs as files {@code blobs/ab/<62 hex>} of the data folder, written in {@code tmp} and renamed into place when they are whole
 * and on the disk. Links are never followed. Thread-safe; one process a folder.
 */
public final class FolderBlobStore implements BlobStore {
    private static final int BUFFER = 128 * 1024;

    private final BlobFolder blobs;
    private final TempFolder temp;
    private final BlobUsage usage;
    private final KnownSums known = new KnownSums();

    /** Opens the store in a data folder, making what is missing and removing what a process that died left half written. */
    public FolderBlobStore(Path dataFolder, InstantSource clock) throws IOException {
        this.blobs = new BlobFolder(OwnFolder.make(dataFolder.resolve("blobs")), clock);
        this.temp = new TempFolder(OwnFolder.make(dataFolder.resolve("tmp")));
        this.usage = new BlobUsage(dataFolder.resolve("blobs"));
        temp.removeAbandoned();
    }

    @Override
    public Usage usage() throws IOException {
        return usage.get();
    }

    @Override
    public Stored put(InputStream bytes) throws IOException {
        return put(bytes, Optional.empty());
    }

    @Override
    public Stored put(InputStream bytes, Sha256 expected) throws IOException {
        return put(bytes, Optional.of(expected));
    }

    private Stored put(InputStream bytes, Optional<Sha256> expected) throws IOException {
        Path part = temp.newFile();
        try (FileChannel file = temp.open(part)) {
            MessageDigest digest = Sha256.digest();
            copy(bytes, file, digest);
            long size = file.size();
            Sha256 name = Sha256.of(digest);
            expected.ifPresent(wanted -> requireSame(wanted, name, size));
            boolean isNew = blobs.take(part, file, name);
            if (isNew) {
                usage.add(size);
            }
            return new Stored(name, size, isNew);
        } catch (IOException e) {
            if (temp.hasRoom(BUFFER)) {
                throw e;
            }
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "the disk of the data folder is full; free some space, then send the file again",
                    e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copy(InputStream from, FileChannel to, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        EarlyFlush flush = new EarlyFlush(() -> to.force(false));
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            digest.update(buffer, 0, n);
            ByteBuffer rest = ByteBuffer.wrap(buffer, 0, n);
            while (rest.hasRemaining()) {
                to.write(rest);
            }
            flush.wrote(n);
        }
        flush.await();
    }

    private static void requireSame(Sha256 wanted, Sha256 got, long size) {
        if (!wanted.equals(got)) {
            throw RunloreException.invalid("the bytes of blob " + wanted + " must have that SHA-256 but the " + size
                    + " bytes that came have " + got + "; send them again");
        }
    }

    @Override
    public Optional<Long> find(Sha256 sha256) throws IOException {
        OptionalLong size = blobs.touch(sha256);
        return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
    }

    @Override
    public InputStream open(Sha256 sha256) throws IOException {
        long size = sizeOf(sha256);
        return new CheckedBlob(Files.newInputStream(blobs.path(sha256), LinkOption.NOFOLLOW_LINKS), sha256, size);
    }

    @Override
    public InputStream open(Sha256 sha256, long offset, long length) throws IOException {
        long size = sizeOf(sha256);
        BlockSums sums = known.get(sha256, () -> sums(sha256, size));
        if (size != sums.size()) {
            throw new DamagedBlobException(sha256, "its file has " + size + " bytes instead of " + sums.size());
        }
        if (offset < 0 || length < 0 || offset > size - length) {
            throw RunloreException.invalid("a part of blob " + sha256 + " must lie within its " + size
                    + " bytes but begins at " + offset + " and has " + length + "; ask for less");
        }
        FileChannel file = FileChannel.open(blobs.path(sha256), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return new CheckedPart(file, sha256, sums, new CheckedPart.ByteSpan(offset, length));
    }

    private BlockSums sums(Sha256 sha256, long size) throws IOException {
        try (InputStream whole = open(sha256)) {
            return BlockSums.of(whole, size);
        }
    }

    @Override
    public void unused(Instant before, Consumer<List<Sha256>> batches) throws IOException {
        blobs.unused(before, batches);
    }

    @Override
    public OptionalLong delete(Sha256 sha256, Instant unusedSince) throws IOException {
        OptionalLong freed = blobs.delete(sha256, unusedSince);
        freed.ifPresent(usage::remove);
        return freed;
    }

    private long sizeOf(Sha256 sha256) throws IOException {
        return blobs.size(sha256)
                .orElseThrow(() -> RunloreException.notFound("blob " + sha256 + " is not there; upload its bytes"));
    }
}
