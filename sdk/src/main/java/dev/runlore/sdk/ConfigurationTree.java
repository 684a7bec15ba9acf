// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Environment;
import dev.runlore.domain.RunConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run configuration as the API takes it. */
public final class ConfigurationTree {
    private ConfigurationTree() {}

    public static Map<String, @Nullable Object> of(RunConfiguration configuration) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        configuration.script().ifPresent(path -> tree.put("script", path.value()));
        if (!configuration.command().isEmpty()) {
            tree.put("command", configuration.command());
        }
        tree.put("arguments", configuration.arguments());
        if (!configuration.environmentVariables().isEmpty()) {
            tree.put("environmentVariables", configuration.environmentVariables());
        }
        configuration.interpreter().ifPresent(path -> tree.put("interpreter", path));
        tree.put("target", configuration.target());
        configuration.maxDuration().ifPresent(most -> tree.put("maxDurationSeconds", most.toSeconds()));
        configuration.environment().ifPresent(packages -> tree.put("environment", of(packages)));
        tree.put("framework", configuration.framework());
        tree.put(
                "watched",
                configuration.watched().stream().map(ArtifactPath::value).toList());
        tree.put("collectOutputs", configuration.collectOutputs());
        tree.put("tracked", configuration.tracked());
        return tree;
    }

    private static Map<String, @Nullable Object> of(Environment packages) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("pip", packages.pip());
        tree.put("conda", packages.conda());
        packages.python().ifPresent(version -> tree.put("python", version));
        tree.put("channels", packages.channels());
        tree.put("strict", packages.strict());
        return tree;
    }
}
