// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The packages that a run wants.
 *
 * @param pip requirements as pip writes them, such as {@code scikit-learn==1.4}
 * @param conda requirements as conda writes them, such as {@code numpy=1.26}
 * @param python version of the interpreter, such as {@code 3.11}
 * @param channels where conda looks
 * @param strict whether the run fails when the environment cannot be made, instead of using the submitter's interpreter
 */
public record Environment(
        List<String> pip, List<String> conda, Optional<String> python, List<String> channels, boolean strict) {
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,5}){0,3}");

    public Environment {
        pip = requirements("pip", pip);
        conda = requirements("conda", conda);
        channels = requirements("channel", channels);
        python.filter(text -> !VERSION.matcher(text).matches()).ifPresent(text -> {
            throw RunloreException.invalid("python of an environment must be a version such as 3.11 but is '"
                    + Shown.text(text) + "'; correct it");
        });
    }

    // Each becomes one line of a file: a line feed would make two, a leading dash an option of the installer.
    private static List<String> requirements(String what, List<String> lines) {
        Limits.requireCount("requirements of " + what, lines.size(), Limits.SUBMISSION_ITEMS);
        for (String line : lines) {
            Limits.requireName(what + " requirement", line, Limits.ARTIFACT_PATH);
            boolean isOneLine = line.chars().noneMatch(Character::isISOControl);
            if (!isOneLine || line.startsWith("-")) {
                throw RunloreException.invalid(
                        what + " requirement must be one line that does not begin with '-' but is '" + Shown.text(line)
                                + "'; name a package");
            }
        }
        return List.copyOf(lines);
    }
}
