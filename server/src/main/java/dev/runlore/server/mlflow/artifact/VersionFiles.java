// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.http.Exchange;
import dev.runlore.store.BlobStore;
import dev.runlore.store.ModelStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The files of a version of a model, which never change. */
record VersionFiles(ModelStore store, ModelName name, long version) implements FileOwner {

    private Optional<ModelVersion> find() {
        return store.findVersion(name, OptionalLong.of(version));
    }

    private TreeMap<String, ModelFile> files() {
        TreeMap<String, ModelFile> files = new TreeMap<>();
        find().ifPresent(found ->
                found.files().forEach(file -> files.put(found.within(file).value(), file)));
        return files;
    }

    @Override
    public boolean isThere() {
        return find().isPresent();
    }

    @Override
    public String shown() {
        return "version " + version + " of model '" + Shown.text(name.value()) + "'";
    }

    @Override
    public void requireWritable(Exchange exchange) {
        throw unchanging();
    }

    private static RunloreException unchanging() {
        return RunloreException.wrongState(
                "files of a model's version must stay as they are; register another version of other files");
    }

    @Override
    public List<FolderEntry> folder(Optional<ArtifactPath> folder) {
        String before = folder.map(path -> path.value() + "/").orElse("");
        TreeMap<String, FolderEntry> entries = new TreeMap<>();
        files().tailMap(before).forEach((path, file) -> {
            if (path.startsWith(before)) {
                String rest = path.substring(before.length());
                int slash = rest.indexOf('/');
                FolderEntry entry = slash < 0
                        ? new FolderEntry(rest, OptionalLong.of(file.size()))
                        : new FolderEntry(rest.substring(0, slash), OptionalLong.empty());
                entries.put(rest.substring(0, slash < 0 ? rest.length() : slash + 1), entry);
            }
        });
        return List.copyOf(entries.values());
    }

    @Override
    public Artifact get(ArtifactPath path) {
        ModelVersion found = find().orElseThrow(() -> RunloreException.notFound(
                "Model Version (name=" + Shown.text(name.value()) + ", version=" + version + ") not found"));
        return Optional.ofNullable(files().get(path.value()))
                .map(file -> new Artifact(path, Optional.of(file.sha256()), file.size(), found.created()))
                .orElseThrow(() -> RunloreException.notFound("file '" + Shown.text(path.value()) + "' of " + shown()
                        + " must be there but is not; list the version's files for their paths"));
    }

    @Override
    public void put(ArtifactPath path, BlobStore.Stored stored) {
        throw unchanging();
    }

    @Override
    public void delete(Optional<ArtifactPath> path) {
        throw unchanging();
    }
}
