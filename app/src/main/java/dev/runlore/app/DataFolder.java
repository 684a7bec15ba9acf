// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** The folder in which one server keeps everything; only its user may look in. */
record DataFolder(Path root) {

    /** Opens the folder, making what is missing of it. */
    static DataFolder open(Path root) {
        try {
            Files.createDirectories(root.toAbsolutePath(), ownerOnly());
            if (!Files.isWritable(root)) {
                throw new IOException("not writable");
            }
            return new DataFolder(root.toRealPath());
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "data folder " + root + " must be a folder that can be written but is not (" + e.getMessage()
                            + "); name another with --data",
                    e);
        }
    }

    /** The folder that an argument names, else the environment, else {@code .runlore} in the home folder. */
    static Path choose(Optional<Path> argument, Map<String, String> environment) {
        if (argument.isPresent()) {
            return argument.get();
        }
        String home = environment.getOrDefault("RUNLORE_HOME", "");
        return home.isEmpty() ? Path.of(System.getProperty("user.home"), ".runlore") : Path.of(home);
    }

    Path serverFile() {
        return root.resolve("server.json");
    }

    Path database() {
        return root.resolve("runlore.db");
    }

    Path tokenFile() {
        return root.resolve("token");
    }

    Path properties() {
        return root.resolve("runlore.properties");
    }

    Path spool() {
        return root.resolve("spool");
    }

    /** Where the runner's versions lie: no run's work folder can have this name. */
    Path runners() {
        return root.resolve("jobs").resolve(".runner");
    }

    static FileAttribute<?>[] ownerOnly() {
        return posix() ? new FileAttribute<?>[] {permissions("rwx------")} : new FileAttribute<?>[0];
    }

    static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
