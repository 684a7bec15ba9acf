// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The interpreter that an example runs with: the machine's own when it has the packages, else a virtual environment that is made
 * once in the data folder.
 */
final class ExampleEnvironment {
    private static final List<String> MODULES = List.of("numpy", "sklearn", "matplotlib");
    private static final int SHOWN_LINES = 3;

    private final Path requirements;
    private final Path environments;
    private final Consumer<String> progress;

    ExampleEnvironment(Path requirements, DataFolder folder, Consumer<String> progress) {
        this.requirements = requirements;
        this.environments = folder.root().resolve("environments");
        this.progress = progress;
    }

    Path interpreter(Map<String, String> variables) throws IOException {
        Python python = Python.find(variables);
        if (python.has(MODULES)) {
            progress.accept(
                    "Using " + python.executable() + " (Python " + python.version() + "), which has the packages.");
            return python.executable();
        }
        Path environment = environments.resolve(key(python));
        Path interpreter = environment.resolve("bin").resolve("python");
        // Written last: an environment without it was interrupted and is made again.
        Path complete = environment.resolve("complete");
        if (!Files.exists(complete)) {
            create(python, environment, interpreter);
            Files.writeString(complete, "");
        }
        progress.accept("Using Python " + python.version() + " with the packages in " + environment + ".");
        return interpreter;
    }

    private void create(Python python, Path environment, Path interpreter) throws IOException {
        progress.accept("Installing the example's packages (" + String.join(", ", MODULES) + ") in " + environment
                + ", once; this takes a minute or two.");
        Files.createDirectories(environments);
        step(python, List.of(python.executable().toString(), "-m", "venv", "--clear", environment.toString()));
        step(
                python,
                List.of(
                        interpreter.toString(),
                        "-m",
                        "pip",
                        "install",
                        "--disable-pip-version-check",
                        "--progress-bar",
                        "off",
                        "-r",
                        requirements.toString()));
    }

    private void step(Python python, List<String> command) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        int exitCode = Command.run(new ProcessBuilder(command), line -> {
            if (line.startsWith("Collecting") || line.startsWith("Installing")) {
                // without the reason, which names the requirements file again and again
                progress.accept("  " + line.replaceFirst(" \\(from .*", ""));
            }
            last.add(line);
            if (last.size() > SHOWN_LINES) {
                last.remove();
            }
        });
        if (exitCode != 0) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "the example needs the packages of " + requirements + ", which " + python.executable()
                            + " does not have, and installing them failed; connect to a package index, or install them into that"
                            + " Python yourself, then start again. The installer said:\n" + String.join("\n", last));
        }
    }

    private String key(Python python) throws IOException {
        String asked =
                python.executable().toRealPath() + "\n" + python.version() + "\n" + Files.readString(requirements);
        return "iris-" + Sha256.of(asked.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }
}
