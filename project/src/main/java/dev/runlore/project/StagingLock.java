// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Who has a staging folder. The lock goes with the process, however that ends, so a folder without one is what a killed restore
 * left. Within a process only one may ask at a time, as closing any descriptor of a file gives up its locks.
 */
final class StagingLock implements AutoCloseable {
    static final String NAME = "lock";

    private final Path file;
    private final FileChannel channel;

    private StagingLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty when a process that lives has it. */
    static Optional<StagingLock> take(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        while (true) {
            Object before = made(file);
            FileChannel channel;
            try {
                channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                continue; // whoever had it has just ended
            }
            if (!isLocked(channel)) {
                channel.close();
                return Optional.empty();
            }
            if (before.equals(key(file).orElse(file))) {
                return Optional.of(new StagingLock(file, channel));
            }
            channel.close(); // whoever had it deleted it before the lock was ours
        }
    }

    /** Whether a process that lives has it. Touches nothing. */
    static boolean isHeld(Path folder) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve(NAME), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return !isLocked(channel);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread
        }
    }

    /** The file's identity; it is made when it is not there. */
    private static Object made(Path file) throws IOException {
        while (true) {
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                // the usual end of the loop is below
            }
            Optional<Object> key = key(file);
            if (key.isPresent()) {
                return key.get();
            }
        }
    }

    private static Optional<Object> key(Path file) throws IOException {
        try {
            return Optional.of(Objects.requireNonNull(
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Deletes the file and lets go of it. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
