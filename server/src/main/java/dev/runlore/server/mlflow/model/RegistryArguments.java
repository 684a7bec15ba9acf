// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.Limits;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Tags;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.Names;
import dev.runlore.server.mlflow.WireTags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What calls of the registry are given. */
final class RegistryArguments {
    private RegistryArguments() {}

    static ModelName name(Arguments told) {
        return new ModelName(told.text("name"));
    }

    /** The name of a model that is to be made: one that can stand in a URI. */
    static ModelName newName(Arguments told) {
        String name = told.text("name");
        if (name.isBlank() || name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
            throw Faults.invalid("name", '"' + name + '"', "it must not be blank nor have '/' or ':'.");
        }
        return new ModelName(name);
    }

    static long version(Arguments told) {
        return told.find("version")
                .filter(text -> !text.isEmpty())
                .map(RegistryArguments::version)
                .orElseThrow(() -> told.missing("version"));
    }

    static long version(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw RunloreException.invalid("Model version must be an integer, got '" + Shown.text(text) + "'.");
        }
        return Long.parseLong(text);
    }

    static ModelAlias alias(Arguments told) {
        return new ModelAlias(told.text("alias"));
    }

    static Tags tags(Arguments told) {
        return tags(WireTags.read(told, "tags", "Tag key"));
    }

    static Tags tags(Map<String, String> values) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Names.requireLength("Tag key", key, Limits.KEY);
            tags.put(key, Optional.of(value));
        });
        return new Tags(tags);
    }

    /** One tag that is set. */
    static ModelChange tag(Arguments told) {
        String key = Names.require("Tag key", told.path("key"), told.text("key"));
        return new ModelChange(
                Optional.empty(), tags(Map.of(key, told.find("value").orElse(""))), List.of());
    }

    static ModelChange untag(Arguments told) {
        return new ModelChange(Optional.empty(), Tags.NONE, List.of(told.text("key")));
    }

    static ModelChange description(Arguments told) {
        return new ModelChange(told.find("description"), Tags.NONE, List.of());
    }

    static RunloreException missing(ModelName name) {
        return RunloreException.notFound("Registered Model with name=" + Shown.text(name.value()) + " not found");
    }

    static RunloreException missing(ModelName name, long version) {
        return RunloreException.notFound(
                "Model Version (name=" + Shown.text(name.value()) + ", version=" + version + ") not found");
    }
}
