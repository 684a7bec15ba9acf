// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.snapshot;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.SnapshotFile;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What became of one source folder until another, each list in the order of the manifests. */
record SnapshotDiff(List<SnapshotFile> added, List<SnapshotFile> removed, List<Change> changed) {

    /** A file that has other bytes, or another mode. */
    record Change(SnapshotFile from, SnapshotFile to) {}

    static SnapshotDiff of(Manifest from, Manifest to) {
        Map<ArtifactPath, SnapshotFile> before = byPath(from);
        Map<ArtifactPath, SnapshotFile> after = byPath(to);
        return new SnapshotDiff(
                to.files().stream()
                        .filter(file -> !before.containsKey(file.path()))
                        .toList(),
                from.files().stream()
                        .filter(file -> !after.containsKey(file.path()))
                        .toList(),
                from.files().stream()
                        .filter(file -> after.containsKey(file.path()))
                        .map(file -> new Change(file, after.getOrDefault(file.path(), file)))
                        .filter(change -> !change.from.equals(change.to))
                        .toList());
    }

    private static Map<ArtifactPath, SnapshotFile> byPath(Manifest manifest) {
        return manifest.files().stream().collect(Collectors.toMap(SnapshotFile::path, Function.identity()));
    }
}
