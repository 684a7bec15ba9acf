// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The files of whole blobs, in 256 folders by the first two digits of their names. Thread-safe. */
final class BlobFolder {

    /**
     * One of the 256 folders. Who finds a blob must not answer before the one who renamed it has synced the folder, so both hold
     * this lock. A name that an earlier process left may be unsynced too: the first use of a folder in a process syncs it.
     */
    private static final class Shelf {
        private final ReentrantLock lock = new ReentrantLock();
        private boolean synced;
    }

    private static final int SHELVES = 256;
    private static final Pattern REST = Pattern.compile("[0-9a-f]{62}");

    private final Path root;
    private final InstantSource clock;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

    BlobFolder(Path root, InstantSource clock) {
        this.root = root;
        this.clock = clock;
    }

    Path path(Sha256 name) {
        return folder(name).resolve(name.hex().substring(2));
    }

    private Path folder(Sha256 name) {
        return root.resolve(name.hex().substring(0, 2));
    }

    /** Size in bytes of a blob that is there. What is not a plain file in a plain folder is not there. */
    OptionalLong size(Sha256 name) throws IOException {
        if (!Files.isDirectory(folder(name), LinkOption.NOFOLLOW_LINKS)) {
            return OptionalLong.empty();
        }
        try {
            BasicFileAttributes file =
                    Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return file.isRegularFile() ? OptionalLong.of(file.size()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /** As {@link #size}, and the blob counts as used now. */
    OptionalLong touch(Sha256 name) throws IOException {
        Shelf shelf = shelf(name);
        shelf.lock.lock();
        try {
            OptionalLong size = size(name);
            if (size.isPresent()) {
                use(name, shelf);
            }
            return size;
        } finally {
            shelf.lock.unlock();
        }
    }

    /**
     * Takes in a written file under a name, durable when this returns.
     *
     * @return false when the same bytes were there; bytes that have rotted there are replaced
     */
    boolean take(Path part, FileChannel written, Sha256 name) throws IOException {
        boolean isNew = size(name).isEmpty();
        if (isNew) {
            // Before the lock: a large file takes long, and finding its neighbours need not wait.
            written.force(true);
        }
        Shelf shelf = shelf(name);
        shelf.lock.lock();
        try {
            if (size(name).isPresent() && Files.mismatch(part, path(name)) < 0) {
                use(name, shelf);
                return false;
            }
            if (!isNew) {
                written.force(true);
            }
            OwnFolder.make(folder(name));
            Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
            Files.move(part, path(name), StandardCopyOption.ATOMIC_MOVE);
            OwnFolder.sync(folder(name));
            syncRoot(shelf);
            return true;
        } finally {
            shelf.lock.unlock();
        }
    }

    /** The blobs of each of the folders that were last used before. Files of other names are not ours. */
    void unused(Instant before, Consumer<List<Sha256>> batches) throws IOException {
        for (int prefix = 0; prefix < SHELVES; prefix++) {
            String digits = HexFormat.of().toHexDigits((byte) prefix);
            Path folder = root.resolve(digits);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            List<Sha256> found = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String rest = file.getFileName().toString();
                    if (REST.matcher(rest).matches()) {
                        found.add(new Sha256(digits + rest));
                    }
                }
            }
            found.removeIf(name -> !isUnused(name, before));
            if (!found.isEmpty()) {
                batches.accept(found);
            }
        }
    }

    /** Bytes freed; empty when the blob is not there or was used since. */
    OptionalLong delete(Sha256 name, Instant unusedSince) throws IOException {
        Shelf shelf = shelf(name);
        shelf.lock.lock();
        try {
            OptionalLong size = isUnused(name, unusedSince) ? size(name) : OptionalLong.empty();
            if (size.isPresent()) {
                Files.delete(path(name));
            }
            return size;
        } finally {
            shelf.lock.unlock();
        }
    }

    private boolean isUnused(Sha256 name, Instant before) {
        try {
            BasicFileAttributes file =
                    Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return file.isRegularFile() && file.lastModifiedTime().toInstant().isBefore(before);
        } catch (IOException e) {
            return false; // gone since it was listed, or not to be looked at: it stays
        }
    }

    private void use(Sha256 name, Shelf shelf) throws IOException {
        Files.getFileAttributeView(path(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(clock.instant()), null, null);
        if (!shelf.synced) {
            OwnFolder.sync(folder(name));
            syncRoot(shelf);
        }
    }

    private void syncRoot(Shelf shelf) throws IOException {
        if (!shelf.synced) {
            OwnFolder.sync(root);
            shelf.synced = true;
        }
    }

    private Shelf shelf(Sha256 name) {
        return shelves.computeIfAbsent(name.hex().substring(0, 2), prefix -> new Shelf());
    }
}
