// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The request to run a configuration of a snapshot.
 *
 * @param run what its run is made from: NotStarted, with its snapshot
 * @param surroundings the submitter's environment variables that their interpreter needs, only those of {@link #CARRIED}
 * @param interpreterDefault absolute path of the submitter's own interpreter
 * @param warnings what the submitter wants the run to tell, such as files it left out
 */
public record Submission(
        RunDraft run,
        RunConfiguration configuration,
        Map<String, String> surroundings,
        Optional<String> interpreterDefault,
        Launch launch,
        List<String> warnings) {
    /** The submitter's variables that may travel: no other may hold a secret unnoticed. */
    public static final Set<String> CARRIED = Set.of(
            "PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "LD_LIBRARY_PATH", "HOME", "LANG", "LC_ALL");

    public Submission {
        if (run.status() != RunStatus.NotStarted) {
            throw RunloreException.invalid(
                    "a submitted run must be NotStarted but is " + run.status() + "; leave its status out");
        }
        if (run.snapshot().isEmpty()) {
            throw RunloreException.invalid(
                    "a submission must name its snapshot but names none; send the snapshot first");
        }
        surroundings = Collections.unmodifiableMap(new LinkedHashMap<>(surroundings));
        Variables.require(surroundings);
        surroundings.keySet().stream().filter(name -> !CARRIED.contains(name)).forEach(name -> {
            throw RunloreException.invalid(
                    "surroundings must be of " + CARRIED.stream().sorted().toList() + " but have '" + Shown.text(name)
                            + "'; leave it out, or set it in the configuration");
        });
        interpreterDefault.ifPresent(path -> RunConfiguration.requireAbsolute("interpreterDefault", path));
        Limits.requireCount("warnings", warnings.size(), Limits.SUBMISSION_ITEMS);
        warnings.forEach(RunRecord.Warning::new);
        warnings = List.copyOf(warnings);
    }
}
