// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.TagArguments;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Models and versions as plain values, with the fields of the API. */
final class ModelTree {
    private ModelTree() {}

    static Map<String, @Nullable Object> of(Model model) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", model.name().value());
        model.description().ifPresent(text -> tree.put("description", text));
        tree.put("tags", TagArguments.tree(model.tags()));
        if (!model.aliases().isEmpty()) {
            Map<String, @Nullable Object> aliases = new LinkedHashMap<>();
            model.aliases().forEach((alias, version) -> aliases.put(alias.value(), version));
            tree.put("aliases", aliases);
        }
        tree.put("lastVersion", model.lastVersion());
        tree.put("created", model.created().toString());
        tree.put("updated", model.updated().toString());
        return tree;
    }

    static Map<String, @Nullable Object> of(ModelVersion version) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", version.name().value());
        tree.put("version", version.version());
        version.source().run().ifPresent(run -> tree.put("run", run.value()));
        version.source().path().ifPresent(path -> tree.put("artifactPath", path.value()));
        version.source().uri().ifPresent(uri -> tree.put("source", uri));
        version.source().runLink().ifPresent(link -> tree.put("runLink", link));
        version.source().model().ifPresent(model -> tree.put("loggedModel", model.value()));
        if (!version.aliases().isEmpty()) {
            tree.put(
                    "aliases", version.aliases().stream().map(ModelAlias::value).toList());
        }
        tree.put("files", files(version));
        version.description().ifPresent(text -> tree.put("description", text));
        tree.put("tags", TagArguments.tree(version.tags()));
        tree.put("created", version.created().toString());
        tree.put("updated", version.updated().toString());
        return tree;
    }

    private static List<Map<String, @Nullable Object>> files(ModelVersion version) {
        List<Map<String, @Nullable Object>> files = new ArrayList<>();
        for (ModelFile file : version.files()) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("path", file.path().value());
            tree.put("sha256", file.sha256().hex());
            tree.put("size", file.size());
            files.add(tree);
        }
        return files;
    }
}
