// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What changes on a run, all of it or nothing. Keys of {@code untag} that are absent are no error. */
public record RunChange(
        Optional<String> name,
        Optional<String> description,
        Tags tags,
        List<String> untag,
        Map<String, String> properties) {

    public RunChange {
        untag = List.copyOf(untag);
        properties = Map.copyOf(properties);
    }

    public static RunChange name(String name) {
        return new RunChange(Optional.of(name), Optional.empty(), Tags.NONE, List.of(), Map.of());
    }

    public static RunChange tags(Tags tags, List<String> untag) {
        return new RunChange(Optional.empty(), Optional.empty(), tags, untag, Map.of());
    }

    Map<String, @Nullable Object> body() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        name.ifPresent(text -> body.put("name", text));
        description.ifPresent(text -> body.put("description", text));
        if (!tags.values().isEmpty()) {
            Map<String, @Nullable Object> texts = new LinkedHashMap<>();
            tags.values().forEach((key, text) -> texts.put(key, text.orElse(null)));
            body.put("tags", texts);
        }
        if (!untag.isEmpty()) {
            body.put("untag", untag);
        }
        if (!properties.isEmpty()) {
            body.put("properties", properties);
        }
        return body;
    }
}
