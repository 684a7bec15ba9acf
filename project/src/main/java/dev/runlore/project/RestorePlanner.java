// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a folder with a snapshot. Confined to one thread. */
final class RestorePlanner {
    /** More than any ignore file has that people wrote. */
    private static final int IGNORE_FILE_BYTES = 1 << 20;

    private final SnapshotBytes bytes;
    private final Path root;
    private final Manifest target;
    private final List<ArtifactPath> added = new ArrayList<>();
    private final List<ArtifactPath> overwritten = new ArrayList<>();
    private final List<ArtifactPath> kept = new ArrayList<>();

    RestorePlanner(SnapshotBytes bytes, Path folder, Manifest target) throws IOException {
        this.bytes = bytes;
        this.root = real(folder.toAbsolutePath().normalize());
        this.target = target;
    }

    /** The real path of a folder that need not be there yet. */
    private static Path real(Path folder) throws IOException {
        Path above = folder.getParent();
        if (Files.exists(folder) || above == null) {
            return folder.toRealPath();
        }
        return real(above).resolve(folder.getFileName());
    }

    RestorePlan plan() throws IOException {
        requireProject();
        List<FoundFile> now = Files.isDirectory(root) ? FolderWalk.of(root).files() : List.of();
        List<ArtifactPath> deleted = deleted(now);
        FolderGround ground = new FolderGround(root, deleted);
        UntouchedNames untouched = new UntouchedNames(root, target);
        for (SnapshotFile file : target.files()) {
            if (untouched.cover(file.path())) {
                kept.add(file.path());
            } else if (!ground.holds(file.path())) {
                added.add(file.path());
            } else if (differs(file)) {
                overwritten.add(file.path());
            }
        }
        return new RestorePlan(root, target, added, overwritten, deleted, kept);
    }

    private void requireProject() {
        if (Files.exists(root.resolve(LeftOutNames.DATABASE), LinkOption.NOFOLLOW_LINKS)) {
            throw RunloreException.invalid(
                    "folder " + root + " is a data folder, which no snapshot is put into;" + " choose another folder");
        }
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw RunloreException.invalid(root + " is a file, and a snapshot needs a folder; choose another one");
        }
    }

    /** What goes: what a snapshot would keep now and the target lacks, unless the target's own ignore file leaves it out. */
    private List<ArtifactPath> deleted(List<FoundFile> now) throws IOException {
        Set<ArtifactPath> wanted =
                target.files().stream().map(SnapshotFile::path).collect(Collectors.toCollection(HashSet::new));
        IgnoreRules rules = rulesOfTarget();
        return now.stream()
                .map(FoundFile::path)
                .filter(path -> !wanted.contains(path) && !rules.leavesOutFile(path.value()))
                .sorted(Utf8Order.of(ArtifactPath::value))
                .toList();
    }

    private IgnoreRules rulesOfTarget() throws IOException {
        for (String name : IgnoreRules.FILES) {
            for (SnapshotFile file : target.files()) {
                if (file.path().value().equals(name)) {
                    return IgnoreRules.parse(text(file));
                }
            }
        }
        return IgnoreRules.NONE;
    }

    private byte[] text(SnapshotFile file) throws IOException {
        if (file.size() > IGNORE_FILE_BYTES) {
            throw RunloreException.invalid("the snapshot's " + file.path() + " must have at most " + IGNORE_FILE_BYTES
                    + " bytes but has " + file.size() + "; nothing was changed");
        }
        Path folder = Files.createTempDirectory("runlore-");
        Path copy = folder.resolve(IgnoreRules.FILES.getLast());
        try {
            CheckedBytes.write(bytes, file, copy);
            return Files.readAllBytes(copy);
        } finally {
            Files.deleteIfExists(copy);
            Files.delete(folder);
        }
    }

    private boolean differs(SnapshotFile file) throws IOException {
        Path there = NativeName.resolve(root, file.path().value());
        if (Files.size(there) != file.size()) {
            return true;
        }
        return !StableFile.read(new FoundFile(file.path(), there, file.size())).equals(file);
    }
}
