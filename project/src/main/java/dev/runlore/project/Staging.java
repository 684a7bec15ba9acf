// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A folder within the one to restore, where new files are whole before the first old one goes: a disk that fills up, or bytes that
 * do not come, change nothing. Confined to one thread; removed when closed.
 */
final class Staging implements AutoCloseable {
    private static final Map<PosixFilePermission, PosixFilePermission> EXECUTE = Map.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final Path root;
    private final Path folder;
    private final Set<PosixFilePermission> usual;
    private final Map<SnapshotFile, Path> files = new HashMap<>();

    private Staging(Path root, Path folder, Set<PosixFilePermission> usual) {
        this.root = root;
        this.folder = folder;
        this.usual = usual;
    }

    static Staging in(Path root) throws IOException {
        Path folder = Files.createTempDirectory(root, LeftOutNames.OWN + "-");
        Path probe = Files.createFile(folder.resolve("mode"));
        Set<PosixFilePermission> usual = Files.getPosixFilePermissions(probe);
        Files.delete(probe);
        return new Staging(root, folder, usual);
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

    @Override
    public void close() throws IOException {
        for (Path staged : files.values()) {
            Files.deleteIfExists(staged);
        }
        Files.deleteIfExists(folder);
    }
}
