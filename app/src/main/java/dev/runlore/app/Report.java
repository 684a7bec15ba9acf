// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.cli.output.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a doctor prints: lines as they become known and the problems at the end, or all of it at the end in another form. */
final class Report {
    /** How many problems of one kind are told one by one. */
    static final int TOLD = 50;

    private final Optional<Output> form;
    private final List<Map<String, String>> lines;
    private final List<String> problems = new ArrayList<>();

    /** @param form empty for lines */
    Report(Optional<Output> form) {
        this(form, new ArrayList<>());
    }

    private Report(Optional<Output> form, List<Map<String, String>> lines) {
        this.form = form;
        this.lines = lines;
    }

    void line(String what, String text) {
        if (form.isPresent()) {
            lines.add(Map.of("what", what, "text", text));
        } else {
            System.out.println(String.format(Locale.ROOT, "%-18s %s", what, text));
        }
    }

    void problem(String text) {
        problems.add(text);
    }

    boolean isSound() {
        return problems.isEmpty();
    }

    /** Goes on after what was found so far, with no problems. */
    Report again() {
        tell();
        return new Report(form, lines);
    }

    private void tell() {
        if (problems.isEmpty()) {
            line("problems", "none");
        }
        problems.forEach(problem -> line("problem", problem));
        System.out.flush();
    }

    /** Prints the problems, if there are any, or that there are none; in another form everything. */
    void end() throws IOException {
        if (form.isEmpty()) {
            tell();
            return;
        }
        form.get()
                .print(System.out, Map.of("lines", lines, "problems", problems, "sound", isSound()), Optional.empty());
    }
}
