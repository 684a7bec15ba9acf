// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunloreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to run, and how.
 *
 * @param interpreter absolute path of the Python to use; empty for the submitter's own
 * @param maxDurationSeconds the run is canceled when it takes longer; empty for the server's limit
 * @param packages what the interpreter must have; empty to use it as it is
 * @param watched folders whose files are kept while they grow
 * @param collectOutputs whether {@code outputs/} is kept
 * @param tracked whether the script is told its run, so that it can log into it
 */
public record RunConfiguration(
        Program program,
        Map<String, String> environmentVariables,
        Optional<String> interpreter,
        String target,
        Optional<Long> maxDurationSeconds,
        Optional<PackageList> packages,
        String framework,
        List<String> watched,
        boolean collectOutputs,
        boolean tracked) {

    /** What a run starts: never a text for a shell. */
    public sealed interface Program {}

    /** A Python file of the snapshot. */
    public record Script(ArtifactPath path, List<String> arguments) implements Program {
        public Script {
            arguments = List.copyOf(arguments);
        }
    }

    /** A program of the target with its arguments. */
    public record CommandLine(List<String> words) implements Program {
        public CommandLine {
            words = List.copyOf(words);
            if (words.isEmpty()) {
                throw RunloreException.invalid("command must have a program but is empty; name one");
            }
        }
    }

    public RunConfiguration {
        environmentVariables = Map.copyOf(environmentVariables);
        watched = List.copyOf(watched);
    }

    /** With the interpreter as it is and every other choice left to the defaults. */
    public static RunConfiguration of(Program program) {
        return new RunConfiguration(
                program,
                Map.of(),
                Optional.empty(),
                "local",
                Optional.empty(),
                Optional.empty(),
                "Python",
                List.of("logs"),
                true,
                true);
    }

    /** As the API takes it. */
    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        switch (program) {
            case Script(ArtifactPath path, List<String> arguments) -> {
                tree.put("script", path.value());
                tree.put("arguments", arguments);
            }
            case CommandLine(List<String> words) -> {
                tree.put("command", words);
                tree.put("arguments", List.of());
            }
        }
        if (!environmentVariables.isEmpty()) {
            tree.put("environmentVariables", environmentVariables);
        }
        interpreter.ifPresent(path -> tree.put("interpreter", path));
        tree.put("target", target);
        maxDurationSeconds.ifPresent(seconds -> tree.put("maxDurationSeconds", seconds));
        packages.ifPresent(list -> tree.put("environment", list.tree()));
        tree.put("framework", framework);
        tree.put("watched", watched);
        tree.put("collectOutputs", collectOutputs);
        tree.put("tracked", tracked);
        return tree;
    }
}
