// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Surroundings;
import dev.runlore.sdk.SubmissionRequest.Submitter;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whoever calls this command. */
final class Submitters {
    private Submitters() {}

    static Submitter of(Surroundings surroundings) {
        Map<String, String> environment = surroundings.environment();
        return new Submitter(
                Optional.ofNullable(System.getProperty("user.name")).filter(name -> !name.isBlank()),
                host(),
                onPath(environment, "python3")
                        .or(() -> onPath(environment, "python"))
                        .map(Path::toString),
                environment);
    }

    /** The first program of that name on the PATH, as an absolute path. */
    static Optional<Path> onPath(Map<String, String> environment, String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    private static Optional<String> host() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Optional.empty(); // a machine without a name
        }
    }
}
