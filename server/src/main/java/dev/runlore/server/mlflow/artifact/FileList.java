// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.FolderEntry;
import dev.runlore.server.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Folders as answers list them. */
final class FileList {
    private FileList() {}

    /** By the names alone, as the proxy lists. */
    static Json.Part named(List<FolderEntry> entries) {
        return out -> {
            out.writeStartObject();
            files(out, "", entries);
            out.writeEndObject();
        };
    }

    /** By the paths within an owner. */
    static Json.Part within(String rootUri, Optional<ArtifactPath> folder, List<FolderEntry> entries) {
        String before = folder.map(path -> path.value() + "/").orElse("");
        return out -> {
            out.writeStartObject();
            out.writeStringField("root_uri", rootUri);
            files(out, before, entries);
            out.writeEndObject();
        };
    }

    static List<FolderEntry> folders(List<String> names) {
        return names.stream()
                .map(name -> new FolderEntry(name, OptionalLong.empty()))
                .toList();
    }

    private static void files(JsonGenerator out, String before, List<FolderEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("files");
        for (FolderEntry entry : entries) {
            out.writeStartObject();
            out.writeStringField("path", before + entry.name());
            out.writeBooleanField("is_dir", entry.isFolder());
            if (entry.size().isPresent()) {
                out.writeNumberField("file_size", entry.size().getAsLong());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
