// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Environment;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the words of a file are read against.
 *
 * @param root the project folder
 * @param home the user's home folder
 * @param path folders with programs, as the variable {@code PATH} has them
 */
record Reference(Path root, Path home, String path) {

    /** A file of the project that {@code key} of a configuration names. */
    Path file(Section section, String key, String name) {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root)) {
            throw section.wrong(key, "a file of the project folder", name);
        }
        if (!Files.isRegularFile(file)) {
            throw RunloreException.notFound(section.file() + ": " + key + " names the file '" + Shown.text(name)
                    + "', which does not exist in " + root + "; add it or correct the name");
        }
        return file;
    }

    /** The packages of the dependencies file that {@code key} names. */
    Optional<Environment> packages(Section section, String key) {
        return section.text(key).filter(name -> !name.isBlank()).map(name -> {
            Path file = file(section, key, name);
            return CondaDependencies.read(section.other(name, TextTree.read(file, name)));
        });
    }

    /** An interpreter as an absolute path; empty for the names that mean the submitter's own. */
    Optional<String> interpreter(Section section, String key) {
        Optional<String> named = section.text(key).map(String::strip).filter(name -> !name.isEmpty());
        return named.filter(name -> !name.equals("python") && !name.equals("python3"))
                .map(name -> name.indexOf('/') < 0
                        ? onPath(section, key, name)
                        : root.resolve(expanded(name)).normalize().toString());
    }

    private String onPath(Section section, String key, String name) {
        for (String folder : path.split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                return Path.of(folder, name).toAbsolutePath().toString();
            }
        }
        throw section.wrong(key, "an interpreter on the PATH, or its path,", name);
    }

    /** A path that may begin with the home folder's sign. */
    String expanded(String name) {
        return name.equals("~") || name.startsWith("~/") ? home + name.substring(1) : name;
    }

    /** A script of the project with its arguments; a leading {@code ./} and the project's own path are left out. */
    Program script(String name, List<String> arguments) {
        Path given = Path.of(name);
        String relative = given.isAbsolute() && given.normalize().startsWith(root)
                ? root.relativize(given.normalize()).toString()
                : name;
        while (relative.startsWith("./")) {
            relative = relative.substring(2);
        }
        return Program.script(new ArtifactPath(relative), arguments);
    }
}
