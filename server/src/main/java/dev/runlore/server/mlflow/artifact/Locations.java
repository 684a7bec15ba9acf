// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.filter.Filter;
import dev.runlore.store.Archived;
import dev.runlore.store.ExperimentStore;
import dev.runlore.store.LoggedModelStore;
import dev.runlore.store.ModelQuery;
import dev.runlore.store.ModelStore;
import dev.runlore.store.RunQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tree of paths: {@code <experiment>/<run>/artifacts/…}, {@code <experiment>/models/<id>/artifacts/…} and
 * {@code registry/<name>/<version>/…}. Thread-safe.
 */
final class Locations {
    private static final String ARTIFACTS = "artifacts";
    private static final String MODELS = "models";
    private static final String REGISTRY = "registry";

    private final ExperimentStore experiments;
    private final RunFiles.OfRuns runs;
    private final Models models;

    /** Where models are. */
    record Models(LoggedModelStore logged, ModelStore registered) {}

    Locations(ExperimentStore experiments, RunFiles.OfRuns runs, Models models) {
        this.experiments = experiments;
        this.runs = runs;
        this.models = models;
    }

    /**
     * @param path decoded
     * @throws RunloreException INVALID_ARGUMENT when it is none of the tree
     */
    Location at(String path) {
        if (path.isEmpty()) {
            return new Location.Level(this::experimentIds);
        }
        String[] parts = path.split("/", 4);
        if (parts[0].equals(REGISTRY)) {
            return ofVersion(path, parts);
        }
        ExperimentId experiment = ExperimentId.parse(parts[0]);
        if (parts.length == 1) {
            return new Location.Level(() -> inExperiment(experiment));
        }
        boolean isModel = parts[1].equals(MODELS) && (parts.length == 2 || parts[2].startsWith("m-"));
        if (isModel) {
            return parts.length == 2
                    ? new Location.Level(() -> modelIds(experiment))
                    : ofModel(experiment, path.substring(path.indexOf('/') + 1));
        }
        return below(new RunFiles(runs, experiment, new RunId(parts[1])), path, parts);
    }

    private Location ofModel(ExperimentId experiment, String path) {
        String[] parts = path.split("/", 4);
        return below(new LoggedModelFiles(models.logged(), experiment, new LoggedModelId(parts[1])), path, parts);
    }

    /** {@code registry/<name in base64url>/<version>/…}. */
    private Location ofVersion(String path, String[] parts) {
        if (parts.length < 3 || !parts[2].matches("[1-9][0-9]{0,17}")) {
            throw outside(path);
        }
        ModelName name = new ModelName(decoded(path, parts[1]));
        return new Location.Files(
                new VersionFiles(models.registered(), name, Long.parseLong(parts[2])),
                parts.length == 3 ? Optional.empty() : Optional.of(new ArtifactPath(parts[3])));
    }

    private static String decoded(String path, String name) {
        try {
            return new String(Base64.getUrlDecoder().decode(name), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw outside(path);
        }
    }

    private static Location below(FileOwner owner, String path, String[] parts) {
        if (parts.length == 2) {
            return new Location.Level(() -> owner.isThere() ? List.of(ARTIFACTS) : List.of());
        }
        if (!parts[2].equals(ARTIFACTS)) {
            throw outside(path);
        }
        return new Location.Files(
                owner, parts.length == 3 ? Optional.empty() : Optional.of(new ArtifactPath(parts[3])));
    }

    /** As {@link #at}, of what has files. */
    Location.Files files(String path) {
        if (at(path) instanceof Location.Files files) {
            return files;
        }
        throw outside(path);
    }

    private static RunloreException outside(String path) {
        return RunloreException.invalid(
                "Invalid path: '" + Shown.text(path)
                        + "' must lie below the artifacts of a run, a logged model or a version but does not; use its artifact URI");
    }

    private List<String> experimentIds() {
        return all(
                token -> experiments.list(Archived.ALL, Limits.PAGE, token),
                experiment -> experiment.id().toString());
    }

    private List<String> inExperiment(ExperimentId experiment) {
        List<String> names = new ArrayList<>();
        if (experiments.find(experiment).isPresent()) {
            names.addAll(all(token -> runsOf(experiment, token), run -> run.id().value()));
            names.add(MODELS);
        }
        return names;
    }

    private List<String> modelIds(ExperimentId experiment) {
        return all(
                token -> models.logged()
                        .search(List.of(experiment), new ModelQuery(List.of(), List.of(), Limits.PAGE, token)),
                model -> model.id().value());
    }

    private Page<Run> runsOf(ExperimentId experiment, Optional<PageToken> token) {
        return runs.runs()
                .list(new RunQuery(
                        Optional.empty(),
                        Optional.of(List.of(experiment)),
                        new Filter.All(),
                        Optional.empty(),
                        Archived.ALL,
                        Limits.PAGE,
                        token));
    }

    private static <T> List<String> all(Function<Optional<PageToken>, Page<T>> pages, Function<T, String> name) {
        List<String> names = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            Page<T> page = pages.apply(token);
            page.items().forEach(item -> names.add(name.apply(item)));
            token = page.next();
        } while (token.isPresent());
        return names;
    }
}
