// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder within the one to restore, where new files are whole before the first old one goes: a disk that fills up, or bytes that
 * do not come, change nothing. It is also the lock of the folder: one restore at a time has it. Confined to one thread; removed when
 * closed.
 */
final class Staging implements AutoCloseable {
    /** Its name in the folder to restore. */
    static final String NAME = LeftOutNames.OWN + "-restore";

    /** Says where the backup is, for whoever finds the folder after a crash. */
    private static final String BACKUP = "backup";

    private static final int LONGEST_PATH = 4096;
    private static final Map<PosixFilePermission, PosixFilePermission> EXECUTE = Map.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final Path root;
    private final Path folder;
    private final StagingLock lock;
    private final Set<PosixFilePermission> usual;
    private final Map<SnapshotFile, Path> files = new HashMap<>();

    private Staging(Path root, Path folder, StagingLock lock, Set<PosixFilePermission> usual) {
        this.root = root;
        this.folder = folder;
        this.lock = lock;
        this.usual = usual;
    }

    /**
     * Empties what a killed restore left.
     *
     * @throws RunloreException WRONG_STATE while another restore of the folder is under way
     */
    static Staging in(Path root) throws IOException {
        Path folder = root.resolve(NAME);
        StagingLock lock = lock(root, folder);
        try {
            clear(folder);
            Path probe = Files.createFile(folder.resolve("mode"));
            Set<PosixFilePermission> usual = Files.getPosixFilePermissions(probe);
            Files.delete(probe);
            return new Staging(root, folder, lock, usual);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static StagingLock lock(Path root, Path folder) throws IOException {
        while (true) {
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                requireFolder(folder);
            }
            try {
                return StagingLock.take(folder)
                        .orElseThrow(() -> RunloreException.wrongState(
                                "another restore of " + root + " is under way; wait for its end, and look again"));
            } catch (NoSuchFileException e) {
                // whoever had the folder has just removed it
            }
        }
    }

    private static void requireFolder(Path folder) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw RunloreException.wrongState(
                    folder + " is a link or a file, where a restore keeps its own; move it away; nothing was changed");
        }
    }

    /** What a killed restore of the folder left, unless another is under way. Touches nothing. */
    static Optional<StoppedRestore> findStopped(Path root) throws IOException {
        Path folder = root.resolve(NAME);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return StagingLock.isHeld(folder) ? Optional.empty() : Optional.of(new StoppedRestore(root, backup(folder)));
    }

    private static Optional<String> backup(Path folder) throws IOException {
        try (var bytes = Files.newInputStream(folder.resolve(BACKUP), LinkOption.NOFOLLOW_LINKS)) {
            String text = new String(bytes.readNBytes(LONGEST_PATH), StandardCharsets.UTF_8);
            return Optional.of(text).filter(path -> !path.isBlank());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Says in the folder where the backup is. */
    void note(Path backup) throws IOException {
        Files.writeString(folder.resolve(BACKUP), backup.toString());
    }

    void add(SnapshotFile file, SnapshotBytes bytes) throws IOException {
        Path staged = folder.resolve(Integer.toString(files.size()));
        files.put(file, staged);
        CheckedBytes.write(bytes, file, staged);
        Files.setPosixFilePermissions(staged, mode(file));
    }

    Path file(SnapshotFile file) {
        Path staged = files.get(file);
        if (staged == null) {
            throw new IllegalStateException(file.path() + " was not staged");
        }
        return staged;
    }

    /** Who may read and write the file that is there, else what is usual; who may read may execute when the owner may. */
    private Set<PosixFilePermission> mode(SnapshotFile file) throws IOException {
        Path there = NativeName.resolve(root, file.path().value());
        Set<PosixFilePermission> old = Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
                ? Files.getPosixFilePermissions(there, LinkOption.NOFOLLOW_LINKS)
                : usual;
        Set<PosixFilePermission> mode = EnumSet.of(PosixFilePermission.OWNER_READ);
        mode.addAll(old);
        mode.removeAll(EXECUTE.values());
        EXECUTE.forEach((read, execute) -> {
            if (file.executable() && mode.contains(read)) {
                mode.add(execute);
            }
        });
        return mode;
    }

    /** Deletes the files of the folder but its lock; a folder in it is none of ours and fails. */
    private static void clear(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().equals(StagingLock.NAME)) {
                    Files.delete(entry);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            clear(folder);
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // the next restore has it already
        }
    }
}
