// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

/**
 * One line of an ignore file.
 *
 * @param anchored matched with the whole path; else with the last name of it
 * @param takesBack the line began with {@code !}
 */
record IgnoreRule(Glob glob, boolean takesBack, boolean foldersOnly, boolean anchored) {
    static IgnoreRule parse(String line) {
        String pattern = withoutSpacesAtEnd(line);
        boolean takesBack = pattern.startsWith("!");
        pattern = takesBack ? pattern.substring(1) : pattern;
        boolean foldersOnly = pattern.endsWith("/");
        pattern = foldersOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
        boolean anchored = pattern.indexOf('/') >= 0;
        pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        return new IgnoreRule(GlobParser.parse(pattern), takesBack, foldersOnly, anchored);
    }

    boolean matches(String path, boolean folder) {
        return (folder || !foldersOnly) && glob.matches(anchored ? path : path.substring(path.lastIndexOf('/') + 1));
    }

    /** Spaces at the end do not count, but for one that a backslash stands before. */
    private static String withoutSpacesAtEnd(String line) {
        int end = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            }
            end = c == ' ' ? end : Math.min(i + 1, line.length());
        }
        return line.substring(0, end);
    }
}
