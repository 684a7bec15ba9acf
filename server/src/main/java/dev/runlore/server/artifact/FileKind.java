// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.ArtifactPath;
import java.util.Locale;
import java.util.Map;

/**
 * What a browser is told an artifact is: by our table of extensions, never by its bytes or by who sent it.
 *
 * @param isShown whether a browser may show it in a sandbox; whatever could carry a script is only ever saved
 */
record FileKind(String contentType, boolean isShown) {
    private static final FileKind UNKNOWN = new FileKind("application/octet-stream", false);
    private static final FileKind TEXT = shown("text/plain; charset=utf-8");

    private static final Map<String, FileKind> BY_EXTENSION = Map.ofEntries(
            Map.entry("txt", TEXT),
            Map.entry("log", TEXT),
            Map.entry("md", TEXT),
            Map.entry("py", TEXT),
            Map.entry("r", TEXT),
            Map.entry("csv", TEXT),
            Map.entry("tsv", TEXT),
            Map.entry("yml", TEXT),
            Map.entry("yaml", TEXT),
            Map.entry("ini", TEXT),
            Map.entry("toml", TEXT),
            Map.entry("json", shown("application/json")),
            Map.entry("png", shown("image/png")),
            Map.entry("jpg", shown("image/jpeg")),
            Map.entry("jpeg", shown("image/jpeg")),
            Map.entry("gif", shown("image/gif")),
            Map.entry("webp", shown("image/webp")),
            Map.entry("bmp", shown("image/bmp")),
            Map.entry("html", saved("text/html; charset=utf-8")),
            Map.entry("htm", saved("text/html; charset=utf-8")),
            Map.entry("svg", saved("image/svg+xml")),
            Map.entry("xml", saved("application/xml")),
            Map.entry("pdf", saved("application/pdf")),
            Map.entry("ipynb", saved("application/x-ipynb+json")),
            Map.entry("zip", saved("application/zip")),
            Map.entry("gz", saved("application/gzip")),
            Map.entry("parquet", saved("application/vnd.apache.parquet")));

    static FileKind of(ArtifactPath path) {
        String name = path.value().substring(path.value().lastIndexOf('/') + 1);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }

    private static FileKind shown(String contentType) {
        return new FileKind(contentType, true);
    }

    private static FileKind saved(String contentType) {
        return new FileKind(contentType, false);
    }
}
