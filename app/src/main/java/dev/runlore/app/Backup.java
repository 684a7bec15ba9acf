// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.store.BlobStore;
import dev.runlore.store.files.BlobCheck;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.DatabaseCopy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A copy of a data folder as it was at one moment: the database first, then each blob that this copy names, checked by its
 * SHA-256. Blobs never change, so those that come meanwhile do no harm; one that a purge took meanwhile is no longer named by a
 * newer copy of the database, which is then made.
 */
final class Backup {
    private static final int TRIES = 3;

    /**
     * What was copied.
     *
     * @param lacking blobs that the history names and the data folder does not have, or not as they were
     */
    record Result(Path folder, long files, long bytes, List<Sha256> lacking) {
        Result {
            lacking = List.copyOf(lacking);
        }
    }

    private final DataFolder source;
    private final Path target;

    /** @param target is made; an empty folder may be there */
    Backup(DataFolder source, Path target) {
        this.source = source;
        this.target = target.toAbsolutePath().normalize();
    }

    /**
     * Makes the copy, which gets its name when it is whole: a folder of that name is a backup.
     *
     * @throws RunloreException ALREADY_EXISTS when something is at the target, NOT_FOUND when there is no history to copy
     */
    Result make() throws IOException {
        if (!Files.exists(source.database())) {
            throw RunloreException.notFound("data folder " + source.root()
                    + " must hold a history but has no runlore.db; name another with --data");
        }
        requireFree();
        Path part = target.resolveSibling(
                target.getFileName() + ".part-" + ProcessHandle.current().pid());
        DataFolder.open(part);
        try {
            Result copied = copy(part);
            Files.deleteIfExists(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return copied;
        } finally {
            if (Files.exists(part)) {
                Folders.delete(part);
            }
        }
    }

    private void requireFree() throws IOException {
        boolean isFree = !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(target)) {
                isFree = !inside.iterator().hasNext();
            }
        }
        if (!isFree) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS,
                    "backup " + target + " must be a new or empty folder but is not; name another");
        }
    }

    private Result copy(Path part) throws IOException {
        InstantSource clock = InstantSource.system();
        BlobStore from = new FolderBlobStore(source.root(), clock);
        BlobStore to = new FolderBlobStore(part, clock);
        List<Sha256> lacking = List.of();
        for (int tries = 0; tries < TRIES; tries++) {
            Files.deleteIfExists(new DataFolder(part).database());
            DatabaseCopy.make(source.root(), part);
            lacking = copyBlobs(from, to, DatabaseCopy.namedBlobs(part));
            if (lacking.isEmpty()) {
                break;
            }
        }
        if (Files.exists(source.properties())) {
            Files.copy(source.properties(), new DataFolder(part).properties());
        }
        Folders.Size size = Folders.size(part);
        return new Result(target, size.files(), size.bytes(), lacking);
    }

    private List<Sha256> copyBlobs(BlobStore from, BlobStore to, Set<Sha256> names) throws IOException {
        List<Sha256> lacking = new ArrayList<>();
        for (Sha256 name : names) {
            if (to.find(name).isEmpty() && !copy(name, from, to)) {
                lacking.add(name);
            }
        }
        return lacking;
    }

    private boolean copy(Sha256 name, BlobStore from, BlobStore to) throws IOException {
        try (InputStream bytes = from.open(name)) {
            to.put(bytes, name);
            return true;
        } catch (RunloreException | NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (BlobCheck.isSound(source.root(), name)) {
                throw e;
            }
            return false;
        }
    }
}
