// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The writers' folders below spools. */
final class Spools {
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,255}");
    private static final Pattern WRITER = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Spools() {}

    static List<Path> writers(List<Path> spools) throws IOException {
        List<Path> writers = new ArrayList<>();
        for (Path spool : spools) {
            for (Path run : folders(spool, RUN)) {
                writers.addAll(folders(run, WRITER));
            }
        }
        return writers;
    }

    private static List<Path> folders(Path parent, Pattern form) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child ->
                            form.matcher(child.getFileName().toString()).matches())
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (NotDirectoryException | NoSuchFileException e) {
            return List.of();
        }
    }
}
