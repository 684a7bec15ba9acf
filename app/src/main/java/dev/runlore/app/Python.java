// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Python interpreter of this machine, 3.9 or newer. */
record Python(Path executable, String version) {
    private static final List<String> NAMES = List.of("python3", "python");

    /** Prints the version where it is new enough, and fails where it is not. */
    private static final String PROBE = "import sys; assert sys.version_info >= (3, 9); print(sys.version.split()[0])";

    /**
     * The interpreter that {@code RUNLORE_PYTHON} names, else the first that fits on the PATH.
     *
     * @throws RunloreException UNAVAILABLE when there is none
     */
    static Python find(Map<String, String> environment) {
        String named = environment.getOrDefault("RUNLORE_PYTHON", "");
        if (!named.isEmpty()) {
            return probe(Path.of(named))
                    .orElseThrow(() -> new RunloreException(
                            ErrorCode.UNAVAILABLE,
                            "RUNLORE_PYTHON must name a Python 3.9 or newer but is '" + named
                                    + "'; correct or unset it"));
        }
        return Stream.of(environment.getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .flatMap(path -> probe(path).stream())
                .findFirst()
                .orElseThrow(
                        () -> new RunloreException(
                                ErrorCode.UNAVAILABLE,
                                "the example needs Python 3.9 or newer but the PATH has none; install one, or name it in RUNLORE_PYTHON"));
    }

    private static Optional<Python> probe(Path path) {
        try {
            Command.Result result = Command.run(List.of(path.toString(), "-c", PROBE));
            return result.exitCode() == 0
                    ? Optional.of(
                            new Python(path.toAbsolutePath(), result.output().strip()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not a program of this machine
        }
    }

    /** Whether it can import all of these modules. */
    boolean has(List<String> modules) throws IOException {
        return Command.run(List.of(executable.toString(), "-c", "import " + String.join(", ", modules)))
                        .exitCode()
                == 0;
    }
}
