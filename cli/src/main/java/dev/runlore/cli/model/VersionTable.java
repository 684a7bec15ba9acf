// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.output.Table;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions of a model, a line each. */
final class VersionTable {
    private VersionTable() {}

    static Table of(List<ModelVersion> versions) {
        return new Table(List.of(
                Table.Column.of("Version", versions, ModelVersion::version),
                Table.Column.of(
                        "Run",
                        versions,
                        version -> version.source().run().map(RunId::value).orElse(null)),
                Table.Column.of("Artifact", versions, VersionTable::artifact),
                Table.Column.of(
                        "Files", versions, version -> (long) version.files().size()),
                Table.Column.of(
                        "Bytes",
                        versions,
                        version -> version.files().stream()
                                .mapToLong(ModelFile::size)
                                .sum()),
                Table.Column.of(
                        "Created", versions, version -> version.created().toString()),
                Table.Column.of(
                        "Aliases",
                        versions,
                        version -> version.aliases().stream()
                                .map(ModelAlias::value)
                                .collect(Collectors.joining(", ")))));
    }

    /** Where its files come from: a path of the run, else what its maker told. */
    private static @Nullable String artifact(ModelVersion version) {
        return version.source()
                .path()
                .map(ArtifactPath::value)
                .or(version.source()::uri)
                .orElse(null);
    }
}
