// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Mutable keys of a run, experiment or model with an optional text each, in the order in which they came. */
public record Tags(Map<String, Optional<String>> values) {
    public static final Tags NONE = new Tags(Map.of());

    public Tags {
        values.keySet().forEach(key -> Limits.requireName("tag", key, Limits.KEY));
        requireWithin(values, Limits.MODEL_TAG);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** @throws RunloreException INVALID_ARGUMENT when a text has more characters: only tags of models may have so many */
    Tags requireWithin(int characters) {
        requireWithin(values, characters);
        return this;
    }

    private static void requireWithin(Map<String, Optional<String>> values, int characters) {
        values.forEach((key, text) ->
                text.ifPresent(value -> Limits.requireText("tag '" + Shown.text(key) + "'", value, characters)));
    }
}
