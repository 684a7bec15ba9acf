// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Surroundings;
import dev.runlore.cli.command.Surroundings.Terminals;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The command line's process. */
public final class Main {
    private static final int BUFFER = 1 << 16;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command in this process and returns its exit code. */
    public static int run(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        Surroundings surroundings = new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                System.in,
                out,
                err,
                new Terminals(isTerminal(0), isTerminal(1), isTerminal(2)),
                System.getProperty("runlore.invokedAs", "runlore"),
                launcher());
        int exitCode = new Cli(surroundings).run(arguments);
        out.flush();
        err.flush();
        return exitCode;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        boolean flushed = descriptor == FileDescriptor.err;
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER), flushed, StandardCharsets.UTF_8);
    }

    private static Optional<Path> launcher() {
        return Optional.ofNullable(System.getProperty("runlore.launcher"))
                .or(() -> Optional.ofNullable(System.getenv("RUNLORE_LAUNCHER")))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /** Java tells of both ends of its console at once; Linux of each. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // a closed stream is no terminal
        }
    }
}
