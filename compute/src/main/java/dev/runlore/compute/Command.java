// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to start, as a process sees it: no shell reads any of this.
 *
 * @param arguments the program, as an absolute path, and what it is given, by which the command can be told from every other
 * @param environment all its variables; it inherits none
 * @param folder where it starts
 * @param output file that takes what it prints, after what is there already; made when missing
 */
public record Command(List<String> arguments, Map<String, String> environment, Path folder, Path output) {
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty() || !arguments.getFirst().startsWith("/")) {
            throw new IllegalArgumentException(
                    "a command must begin with the absolute path of a program but is " + arguments);
        }
    }
}
