// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Walks a folder for what a snapshot keeps. Links are neither kept nor followed. Confined to one thread. */
final class FolderWalk {
    private final Path root;
    private final IgnoreRules rules;
    private final List<FoundFile> files = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();
    private final List<String> unnameable = new ArrayList<>();

    private FolderWalk(Path root, IgnoreRules rules) {
        this.root = root;
        this.rules = rules;
    }

    /** @throws RunloreException NOT_FOUND without the folder, TOO_LARGE when it has more files than any snapshot */
    static FolderListing of(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw RunloreException.notFound("folder " + root + " is not there; name a folder");
        }
        FolderWalk walk = new FolderWalk(root, rulesOf(root));
        walk.enter(root, "");
        return new FolderListing(walk.files, walk.secrets, walk.unnameable);
    }

    private static IgnoreRules rulesOf(Path root) throws IOException {
        for (String name : IgnoreRules.FILES) {
            Path file = root.resolve(name);
            if (Files.isRegularFile(file)) {
                return IgnoreRules.parse(Files.readAllBytes(file));
            }
        }
        return IgnoreRules.NONE;
    }

    private void enter(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                visit(entry, prefix);
            }
        } catch (NoSuchFileException e) {
            if (prefix.isEmpty()) {
                throw e;
            }
            // the folder went while the walk came to it: then it holds nothing
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void visit(Path entry, String prefix) throws IOException {
        NativeName name = NativeName.of(entry);
        String path = prefix + name.text();
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return; // it went while the walk came to it
        }
        boolean folder = attributes.isDirectory();
        if ((folder || attributes.isRegularFile()) && !isLeftOut(entry, path, folder)) {
            if (folder ? SecretNames.folder(path) : SecretNames.file(path)) {
                secrets.add(folder ? path + "/" : path);
            } else if (!name.exact() || !ArtifactPaths.is(path)) {
                unnameable.add(folder ? path + "/" : path);
            } else if (folder) {
                enter(entry, path + "/");
            } else {
                keep(new FoundFile(new ArtifactPath(path), entry, attributes.size()));
            }
        }
    }

    private boolean isLeftOut(Path entry, String path, boolean folder) {
        return (folder ? LeftOutNames.folder(path) || isMarked(entry) : LeftOutNames.file(path))
                || rules.leavesOut(path, folder);
    }

    private static boolean isMarked(Path folder) {
        return LeftOutNames.MARKS.stream()
                .anyMatch(mark -> Files.isRegularFile(folder.resolve(mark), LinkOption.NOFOLLOW_LINKS));
    }

    private void keep(FoundFile file) {
        files.add(file);
        if (files.size() > Limits.SNAPSHOT_FILES) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "folder " + root + " must have at most " + Limits.SNAPSHOT_FILES
                            + " files for a snapshot but has more; choose a folder of sources, or name what it can do"
                            + " without in .amlignore");
        }
    }
}
