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
        values.forEach((key, text) -> {
            Limits.requireName("tag", key, Limits.KEY);
            text.ifPresent(value -> Limits.requireText("tag '" + Shown.text(key) + "'", value, Limits.RUN_TAG));
        });
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
