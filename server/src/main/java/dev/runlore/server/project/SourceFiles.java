// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.project.FolderListing;
import dev.runlore.project.FoundFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The files of a folder that a snapshot of it would keep: nothing ignored, no secrets, nothing behind a link.
 *
 * @param root real path
 */
record SourceFiles(Path root) {

    /** A file, or a folder that has files. */
    record Entry(ArtifactPath path, boolean folder, long size) {}

    /** What lies in a folder, an empty text for the root: folders and files by their names. */
    List<Entry> list(String folder) throws IOException {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        TreeMap<String, Entry> entries = new TreeMap<>();
        for (FoundFile file : FolderListing.of(root).files()) {
            String path = file.path().value();
            if (path.startsWith(prefix)) {
                int slash = path.indexOf('/', prefix.length());
                String name = slash < 0 ? path : path.substring(0, slash);
                entries.put(name, new Entry(new ArtifactPath(name), slash >= 0, slash < 0 ? file.size() : 0));
            }
        }
        return entries.values().stream()
                .sorted(Comparator.comparing(entry -> !entry.folder()))
                .toList();
    }

    /** @throws RunloreException NOT_FOUND for what is no source file of the folder */
    FoundFile get(ArtifactPath path) throws IOException {
        return FolderListing.of(root).files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow(() -> missing(path));
    }

    InputStream open(FoundFile file) throws IOException {
        if (!file.file().toRealPath().equals(file.file())) {
            throw missing(file.path());
        }
        return Files.newInputStream(file.file(), LinkOption.NOFOLLOW_LINKS);
    }

    private static RunloreException missing(ArtifactPath path) {
        return RunloreException.notFound("'" + Shown.text(path.value())
                + "' is no source file of the project: it is not there, left out of snapshots, or behind a link");
    }
}
