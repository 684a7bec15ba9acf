// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a doctor prints: lines as they become known, and the problems at the end. */
final class Report {
    /** How many problems of one kind are told one by one. */
    static final int TOLD = 50;

    private final List<String> problems = new ArrayList<>();

    void line(String what, String text) {
        System.out.println(String.format(Locale.ROOT, "%-18s %s", what, text));
    }

    void problem(String text) {
        problems.add(text);
    }

    boolean isSound() {
        return problems.isEmpty();
    }

    /** Prints the problems, if there are any, or that there are none. */
    void end() {
        if (problems.isEmpty()) {
            line("problems", "none");
        }
        problems.forEach(problem -> line("problem", problem));
        System.out.flush();
    }
}
