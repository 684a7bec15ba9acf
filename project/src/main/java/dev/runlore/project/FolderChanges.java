// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Deletes and puts files below a folder; a link on the way is an error each time. Confined to one thread. */
final class FolderChanges {
    private final Path root;
    private final Set<Path> changed = new HashSet<>();

    FolderChanges(Path root) {
        this.root = root;
    }

    /** Deletes a file, and the folders that are empty then. */
    void delete(ArtifactPath path) throws IOException {
        Path folder = folderOf(path);
        Files.deleteIfExists(NativeName.resolve(root, path.value()));
        changed.add(folder);
        while (!folder.equals(root) && isRemoved(folder)) {
            folder = Objects.requireNonNull(folder.getParent());
            changed.add(folder);
        }
    }

    /** Moves a file to its path, in one step for whoever looks. */
    void put(Path staged, ArtifactPath path) throws IOException {
        Path folder = folderOf(path);
        Path file = NativeName.resolve(root, path.value());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            removeEmpty(file);
        }
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed.add(folder);
    }

    /** Returns once everything is on the disk. */
    void sync() throws IOException {
        for (Path folder : changed) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }

    /** The folder of a path, made with those above it when it is not there. */
    private Path folderOf(ArtifactPath path) throws IOException {
        String file = path.value();
        Path folder = root;
        for (int end = file.indexOf('/'); end >= 0; end = file.indexOf('/', end + 1)) {
            Path above = folder;
            folder = NativeName.resolve(root, file.substring(0, end));
            try {
                Files.createDirectory(folder);
                changed.add(above);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileSystemException(folder.toString(), null, folder + " has become a link or a file");
                }
            }
        }
        return folder;
    }

    private static boolean isRemoved(Path folder) throws IOException {
        try {
            Files.delete(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Removes a folder that holds nothing but folders. */
    private static void removeEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    removeEmpty(entry);
                }
            }
        }
        Files.delete(folder);
    }
}
