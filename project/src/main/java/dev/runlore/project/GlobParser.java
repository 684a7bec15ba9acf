// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a pattern of an ignore file into a {@link Glob}. Confined to one thread. */
final class GlobParser {
    private final PatternCursor cursor;
    private final List<Glob.Step> steps = new ArrayList<>();

    private GlobParser(String pattern) {
        this.cursor = new PatternCursor(pattern);
    }

    static Glob parse(String pattern) {
        return new GlobParser(pattern).parse();
    }

    private Glob parse() {
        for (int c = cursor.take(); c != PatternCursor.END; c = cursor.take()) {
            Optional<Glob.Step> step = step(c);
            if (step.isEmpty()) {
                return Glob.nothing();
            }
            steps.add(step.get());
        }
        return new Glob(steps);
    }

    private Optional<Glob.Step> step(int character) {
        return switch (character) {
            case '*' -> Optional.of(stars());
            case '?' -> Optional.of(Glob.anyCharacter());
            case '[' -> new CharacterSetParser(cursor).parse().map(Glob::set);
            case '\\' ->
                Optional.of(cursor.take())
                        .filter(escaped -> escaped != PatternCursor.END)
                        .map(Glob::character);
            default -> Optional.of(Glob.character(character));
        };
    }

    /** Two stars or more mean folders only between slashes or at an end; elsewhere they are as one. */
    private Glob.Step stars() {
        boolean fromSlash = cursor.peek(-2) == '/' || cursor.peek(-2) == PatternCursor.END;
        int stars = 1;
        while (cursor.peek(0) == '*') {
            cursor.skip(1);
            stars++;
        }
        if (stars == 1 || !fromSlash) {
            return Glob.star();
        }
        if (cursor.peek(0) == '/') {
            cursor.skip(1);
            return Glob.folders();
        }
        return cursor.peek(0) == PatternCursor.END ? Glob.rest() : Glob.star();
    }
}
