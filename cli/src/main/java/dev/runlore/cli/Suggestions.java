// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments, in a sentence with the nearest known ones. */
final class Suggestions {
    private Suggestions() {}

    static String sentence(ParameterException wrong, String program) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String help = "; see '" + (command.startsWith(program) ? command : program) + " -h'";
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            String subject = "'" + String.join(" ", unmatched.getUnmatched()) + "' is not in " + command;
            return subject + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?") + help;
        }
        return wrong.getMessage() + help;
    }
}
