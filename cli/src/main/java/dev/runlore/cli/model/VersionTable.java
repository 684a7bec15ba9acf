// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.output.Table;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions of a model, a line each. */
final class VersionTable {
    private VersionTable() {}

    static Table of(List<ModelVersion> versions) {
        return new Table(List.of(
                column("Version", versions, ModelVersion::version),
                column(
                        "Run",
                        versions,
                        version -> version.source().run().map(RunId::value).orElse(null)),
                column("Artifact", versions, VersionTable::artifact),
                column("Files", versions, version -> (long) version.files().size()),
                column(
                        "Bytes",
                        versions,
                        version -> version.files().stream()
                                .mapToLong(ModelFile::size)
                                .sum()),
                column("Created", versions, version -> version.created().toString()),
                column(
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

    private static Table.Column column(
            String header, List<ModelVersion> versions, Function<ModelVersion, @Nullable Object> cell) {
        List<@Nullable Object> cells = new ArrayList<>();
        versions.forEach(version -> cells.add(cell.apply(version)));
        return new Table.Column(header, cells);
    }
}
