// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Launch;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.Submission;
import dev.runlore.domain.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request to run a configuration of a snapshot, as a new run that the server names.
 *
 * @param warnings what the run shall tell, such as files that its snapshot lacks
 */
public record SubmissionRequest(
        NewRun run, RunConfiguration configuration, Submitter submitter, Launch launch, List<String> warnings) {

    /** The run to be made; {@code snapshot} is stored already. */
    public record NewRun(String experiment, Optional<String> name, Tags tags, SnapshotId snapshot) {
        public NewRun {
            Limits.requireName("experiment name", experiment, Limits.EXPERIMENT_NAME);
        }
    }

    /**
     * Who submits, and what their interpreter needs.
     *
     * @param interpreter absolute path of their own Python
     * @param variables their environment; only what {@link Submission#CARRIED} names travels
     */
    public record Submitter(
            Optional<String> user, Optional<String> host, Optional<String> interpreter, Map<String, String> variables) {
        public Submitter {
            variables = variables.entrySet().stream()
                    .filter(variable -> Submission.CARRIED.contains(variable.getKey()))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    public SubmissionRequest {
        warnings = List.copyOf(warnings);
    }

    Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("run", runTree());
        tree.put("snapshot", run.snapshot().value());
        tree.put("configuration", ConfigurationTree.of(configuration));
        tree.put("surroundings", submitter.variables());
        submitter.interpreter().ifPresent(path -> tree.put("interpreterDefault", path));
        tree.put("launch", launch.word());
        if (!warnings.isEmpty()) {
            tree.put("warnings", warnings);
        }
        return tree;
    }

    private Map<String, @Nullable Object> runTree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("experiment", run.experiment());
        run.name().ifPresent(name -> tree.put("name", name));
        Map<String, @Nullable Object> tags = new LinkedHashMap<>();
        run.tags().values().forEach((key, text) -> tags.put(key, text.orElse(null)));
        if (!tags.isEmpty()) {
            tree.put("tags", tags);
        }
        submitter.user().ifPresent(user -> tree.put("user", user));
        submitter.host().ifPresent(host -> tree.put("host", host));
        return tree;
    }
}
