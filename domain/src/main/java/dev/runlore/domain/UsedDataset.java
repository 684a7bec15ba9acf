// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A dataset as one run uses it.
 *
 * @param context what for, such as {@code train}
 * @param tags further texts about this use, by key
 */
public record UsedDataset(Dataset dataset, Optional<String> context, Map<String, String> tags) {
    public UsedDataset {
        String which = " of dataset '" + Shown.text(dataset.name()) + "'";
        context.ifPresent(text -> Limits.requireText("context" + which, text, Limits.DATASET_TAG));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        tags.forEach((key, text) -> {
            Limits.requireName("tag" + which, key, Limits.DATASET_TAG_KEY);
            Limits.requireText("tag '" + Shown.text(key) + "'" + which, text, Limits.DATASET_TAG);
        });
    }
}
