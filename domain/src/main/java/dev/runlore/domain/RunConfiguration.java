// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run, how and where.
 *
 * @param script file of the snapshot; either this or a command
 * @param command program and its arguments; the first is looked up on the PATH of the submitter
 * @param arguments further arguments of either, passed on as they are
 * @param environmentVariables set for the user's process on top of what every run gets
 * @param interpreter absolute path of the Python to use; the submitter's without it
 * @param maxDuration after which the run is canceled
 * @param environment packages to have; the interpreter is used as it is without it
 * @param watched folders whose files are kept while the run lives
 * @param collectOutputs whether the folder {@code outputs} is kept
 * @param tracked whether the script may log to the run
 */
public record RunConfiguration(
        Optional<ArtifactPath> script,
        List<String> command,
        List<String> arguments,
        Map<String, String> environmentVariables,
        Optional<String> interpreter,
        String target,
        Optional<Duration> maxDuration,
        Optional<Environment> environment,
        String framework,
        List<ArtifactPath> watched,
        boolean collectOutputs,
        boolean tracked) {
    public static final String PYTHON = "Python";
    private static final Duration LONGEST = Duration.ofDays(3_660);

    public RunConfiguration {
        command = texts("command", command);
        if (script.isPresent() == !command.isEmpty()) {
            throw RunloreException.invalid("configuration must have either a script or a command but has "
                    + (script.isPresent() ? "both" : "neither") + "; give one");
        }
        arguments = texts("argument", arguments);
        environmentVariables = Collections.unmodifiableMap(new LinkedHashMap<>(environmentVariables));
        Variables.require(environmentVariables);
        interpreter.ifPresent(path -> requireAbsolute("interpreter", path));
        Limits.requireName("target", target, Limits.KEY);
        maxDuration.ifPresent(RunConfiguration::requireDuration);
        Limits.requireName("framework", framework, Limits.KEY);
        watched = List.copyOf(watched);
        Limits.requireCount("watched folders", watched.size(), Limits.SUBMISSION_ITEMS);
    }

    /** What the run records as its script: the first word of a command when there is none. */
    public String subject() {
        return script.map(ArtifactPath::value).orElseGet(command::getFirst);
    }

    /** What follows the {@link #subject} on the command line. */
    public List<String> words() {
        List<String> words = new ArrayList<>(command.subList(Math.min(1, command.size()), command.size()));
        words.addAll(arguments);
        return List.copyOf(words);
    }

    /** The same with other {@link #words}. */
    public RunConfiguration withWords(List<String> words) {
        return new RunConfiguration(
                script,
                command.subList(0, Math.min(1, command.size())),
                words,
                environmentVariables,
                interpreter,
                target,
                maxDuration,
                environment,
                framework,
                watched,
                collectOutputs,
                tracked);
    }

    /** @throws RunloreException INVALID_ARGUMENT when a path does not begin at the root */
    static void requireAbsolute(String what, String path) {
        Limits.requireText(what, path, Limits.HOST_PATH);
        if (!path.startsWith("/")) {
            throw RunloreException.invalid(
                    what + " must be an absolute path but is '" + Shown.text(path) + "'; write it from the root");
        }
    }

    private static List<String> texts(String what, List<String> texts) {
        Limits.requireCount(what + "s", texts.size(), Limits.SUBMISSION_ITEMS);
        texts.forEach(text -> Limits.requireText(what, text, Limits.TEXT_VALUE_BYTES));
        return List.copyOf(texts);
    }

    private static void requireDuration(Duration duration) {
        if (duration.getNano() != 0
                || duration.compareTo(Duration.ofSeconds(1)) < 0
                || duration.compareTo(LONGEST) > 0) {
            throw RunloreException.invalid("maximum duration must be whole seconds from 1 to " + LONGEST.toSeconds()
                    + " but is " + duration.toMillis() / 1000.0 + "; leave it out for no limit");
        }
    }
}
