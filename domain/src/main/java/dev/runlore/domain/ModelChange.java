// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the description and tags of a model or of one of its versions are to change.
 *
 * @param description the new one; empty to leave it
 * @param untag keys to remove; one that is tagged as well ends removed
 */
public record ModelChange(Optional<String> description, Tags tags, List<String> untag) {
    public ModelChange {
        description.ifPresent(text -> Limits.requireText("description", text, Limits.DESCRIPTION));
        untag = List.copyOf(untag);
    }

    /** The tags after the change. */
    public Tags of(Tags before) {
        Map<String, Optional<String>> after = new LinkedHashMap<>(before.values());
        after.putAll(tags.values());
        untag.forEach(after::remove);
        return new Tags(after);
    }
}
