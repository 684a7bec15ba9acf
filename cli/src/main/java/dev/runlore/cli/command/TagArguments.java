// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import dev.runlore.domain.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tags as a command line gives and shows them. */
public final class TagArguments {
    private TagArguments() {}

    /** {@code KEY=TEXT}, or {@code KEY} for a tag without a text. */
    public static Tags read(List<String> arguments) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        for (String tag : arguments) {
            int sign = tag.indexOf('=');
            if (sign < 0) {
                tags.put(tag, Optional.empty());
            } else {
                tags.put(tag.substring(0, sign), Optional.of(tag.substring(sign + 1)));
            }
        }
        return new Tags(tags);
    }

    public static Map<String, @Nullable Object> tree(Tags tags) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tags.values().forEach((key, text) -> tree.put(key, text.orElse(null)));
        return tree;
    }
}
