// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Interpreters of this server's host. */
final class Pythons {
    private Pythons() {}

    /** The first {@code python3} of this process's PATH, by its absolute path. */
    static Optional<String> onPath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> folder + "/python3")
                .filter(Pythons::isProgram)
                .findFirst();
    }

    static boolean isProgram(String path) {
        try {
            Path file = Path.of(path);
            return Files.isRegularFile(file) && Files.isExecutable(file);
        } catch (InvalidPathException e) {
            return false; // no path of this host
        }
    }
}
