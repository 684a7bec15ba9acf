// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.filter.Filter;
import dev.runlore.store.Archived;
import dev.runlore.store.ExperimentStore;
import dev.runlore.store.RunQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The tree of paths: {@code <experiment>/<run>/artifacts/…}. Thread-safe. */
final class Locations {
    private static final String ARTIFACTS = "artifacts";

    private final ExperimentStore experiments;
    private final RunFiles.OfRuns runs;

    Locations(ExperimentStore experiments, RunFiles.OfRuns runs) {
        this.experiments = experiments;
        this.runs = runs;
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
        ExperimentId experiment = ExperimentId.parse(parts[0]);
        if (parts.length == 1) {
            return new Location.Level(() -> runIds(experiment));
        }
        RunId run = new RunId(parts[1]);
        return below(new RunFiles(runs, experiment, run), path, parts);
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
        return RunloreException.invalid("Invalid path: '" + Shown.text(path)
                + "' must lie below <experiment>/<run>/artifacts but does not; use the artifact URI of a run");
    }

    private List<String> experimentIds() {
        return all(
                token -> experiments.list(Archived.ALL, Limits.PAGE, token),
                experiment -> experiment.id().toString());
    }

    private List<String> runIds(ExperimentId experiment) {
        Optional<Experiment> found = experiments.find(experiment);
        return found.map(named ->
                        all(token -> runsOf(named, token), run -> run.id().value()))
                .orElse(List.of());
    }

    private Page<Run> runsOf(Experiment experiment, Optional<PageToken> token) {
        return runs.runs()
                .list(new RunQuery(
                        Optional.of(experiment.name()),
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
