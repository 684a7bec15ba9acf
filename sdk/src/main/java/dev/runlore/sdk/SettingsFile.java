// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A small JSON file that names servers. A {@code config.json} may be anybody's, so what is no JSON object names nothing. */
final class SettingsFile {
    private static final int LONGEST = 1 << 20;

    private SettingsFile() {}

    static Optional<JsonObject> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            Object tree = JsonTree.read(new ByteArrayInputStream(in.readNBytes(LONGEST)));
            return tree instanceof Map<?, ?> ? Optional.of(JsonObject.of(tree)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A text field; empty when it is absent, empty or no text. */
    static Optional<String> text(Optional<JsonObject> file, String name) {
        return file.map(object -> object.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank());
    }
}
