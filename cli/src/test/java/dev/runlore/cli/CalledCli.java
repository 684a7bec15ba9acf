// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The command line as a test calls it: in a folder of its own, with what it printed kept. */
public final class CalledCli {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Path current;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();
    private Surroundings.Terminals terminals = Surroundings.Terminals.NONE;
    private String invokedAs = "runlore";
    private Optional<Path> launcher = Optional.empty();

    public CalledCli(Path folder) {
        this.folder = folder;
        this.current = folder;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("RUNLORE_HOME", folder.resolve("data").toString());
        environment.put("TMPDIR", folder.resolve("tmp").toString());
    }

    public CalledCli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public CalledCli onTerminal() {
        terminals = new Surroundings.Terminals(true, true, true);
        return this;
    }

    /** Calls from a folder below its own. */
    public CalledCli in(String path) {
        current = folder.resolve(path);
        return this;
    }

    /** What is typed; whoever asks for more finds the end. */
    public CalledCli typing(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public CalledCli as(String name) {
        invokedAs = name;
        return this;
    }

    public CalledCli launchedBy(Path script) {
        launcher = Optional.of(script);
        return this;
    }

    /** Runs and returns the exit code; what was printed before is forgotten. */
    public int run(String... arguments) {
        out.reset();
        err.reset();
        PrintStream stdout = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
        int exitCode = new Cli(new Surroundings(
                        environment,
                        folder.resolve("home"),
                        current,
                        in,
                        stdout,
                        stderr,
                        terminals,
                        invokedAs,
                        launcher))
                .run(arguments);
        stdout.flush();
        return exitCode;
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
