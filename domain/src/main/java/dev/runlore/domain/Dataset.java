// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/**
 * Data that runs use, as those who log it describe it: nothing here reads it. Within an experiment the name and the digest say
 * which it is.
 *
 * @param digest a short text that changes with the content
 * @param sourceType what kind of place {@code source} is, such as {@code local} or {@code code}
 * @param source where it is from, in words or JSON of that kind
 * @param schema its columns, as JSON
 * @param profile numbers about it, as JSON
 */
public record Dataset(
        String name,
        String digest,
        String sourceType,
        String source,
        Optional<String> schema,
        Optional<String> profile) {
    public Dataset {
        Limits.requireName("dataset name", name, Limits.DATASET_NAME);
        Limits.requireName("dataset digest", digest, Limits.DATASET_DIGEST);
        Limits.requireText("source type of dataset '" + Shown.text(name) + "'", sourceType, Limits.DATASET_NAME);
        Limits.requireText("source of dataset '" + Shown.text(name) + "'", source, Limits.DATASET_SOURCE);
        schema.ifPresent(text ->
                Limits.requireText("schema of dataset '" + Shown.text(name) + "'", text, Limits.DATASET_SCHEMA));
        profile.ifPresent(text ->
                Limits.requireText("profile of dataset '" + Shown.text(name) + "'", text, Limits.DATASET_PROFILE));
    }
}
