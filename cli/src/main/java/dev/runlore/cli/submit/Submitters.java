// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Surroundings;
import dev.runlore.sdk.SubmissionRequest.Submitter;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whoever calls this command. */
public final class Submitters {
    private Submitters() {}

    static Submitter of(Surroundings surroundings) {
        return with(interpreter(surroundings), surroundings.environment());
    }

    /** The user of this process, with an interpreter and variables of their own. */
    public static Submitter with(Optional<Path> interpreter, Map<String, String> environment) {
        return new Submitter(
                Optional.ofNullable(System.getProperty("user.name")).filter(name -> !name.isBlank()),
                host(),
                interpreter.map(Path::toString),
                environment);
    }

    private static Optional<Path> interpreter(Surroundings surroundings) {
        Map<String, String> environment = surroundings.environment();
        return onPath(environment, "python3")
                .or(() -> onPath(environment, "python"))
                .map(program -> itself(program, surroundings));
    }

    /** The interpreter that a program on the PATH is: it may be a script that chooses one by the current folder. */
    private static Path itself(Path program, Surroundings surroundings) {
        // without site, which takes as long as all the rest
        ProcessBuilder asking =
                new ProcessBuilder(program.toString(), "-I", "-S", "-c", "import sys; print(sys.executable)");
        asking.environment().clear();
        asking.environment().putAll(surroundings.environment());
        asking.directory(surroundings.current().toFile());
        asking.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = asking.start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset()).strip();
            return answer.startsWith("/") ? Path.of(answer) : program;
        } catch (IOException e) {
            return program; // it cannot be started here: then the runner says so
        }
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
