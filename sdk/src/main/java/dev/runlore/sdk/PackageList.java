// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Packages that a run needs.
 *
 * @param pip requirements as pip reads them, without options
 * @param conda packages as conda names them
 * @param python the version asked for, such as {@code 3.11} or {@code >=3.9}
 * @param channels where conda looks
 * @param strict whether the run fails when the packages cannot be had; else it goes on without, with a warning
 */
public record PackageList(
        List<String> pip, List<String> conda, Optional<String> python, List<String> channels, boolean strict) {

    public PackageList {
        pip = List.copyOf(pip);
        conda = List.copyOf(conda);
        channels = List.copyOf(channels);
    }

    Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("pip", pip);
        tree.put("conda", conda);
        python.ifPresent(version -> tree.put("python", version));
        tree.put("channels", channels);
        tree.put("strict", strict);
        return tree;
    }
}
