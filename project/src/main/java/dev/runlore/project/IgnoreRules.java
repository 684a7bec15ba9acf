// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What an ignore file leaves out, in the syntax of {@code .gitignore}: the last line that matches decides. */
record IgnoreRules(List<IgnoreRule> rules) {
    /** Names of ignore files at the root of a folder; only the first that is there counts. */
    static final List<String> FILES = List.of(".amlignore", ".gitignore");

    static final IgnoreRules NONE = new IgnoreRules(List.of());

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    IgnoreRules {
        rules = List.copyOf(rules);
    }

    /** Reads the bytes of an ignore file; what is not UTF-8 becomes U+FFFD. */
    static IgnoreRules parse(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        String lines = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return new IgnoreRules(Arrays.stream(lines.split("\n"))
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .map(IgnoreRule::parse)
                .toList());
    }

    /** Whether the entry itself is left out, given that no folder above it is. */
    boolean leavesOut(String path, boolean folder) {
        return rules.reversed().stream()
                .filter(rule -> rule.matches(path, folder))
                .findFirst()
                .map(rule -> !rule.takesBack())
                .orElse(false);
    }

    /** Whether a file is left out, itself or with a folder above it. */
    boolean leavesOutFile(String path) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (leavesOut(path.substring(0, end), true)) {
                return true;
            }
        }
        return leavesOut(path, false);
    }
}
