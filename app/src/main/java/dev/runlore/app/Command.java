// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Runs a program to its end. */
final class Command {
    private Command() {}

    /** What a program printed to either stream, and how it ended. */
    record Result(int exitCode, String output) {}

    static Result run(List<String> command) throws IOException {
        StringBuilder output = new StringBuilder();
        int exitCode =
                run(new ProcessBuilder(command), line -> output.append(line).append('\n'));
        return new Result(exitCode, output.toString());
    }

    /** Runs it with no input and hands on each line as it comes; ends the program when this thread is interrupted. */
    static int run(ProcessBuilder builder, Consumer<String> lines) throws IOException {
        Process process = builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        Thread end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(line);
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while waiting for " + builder.command().getFirst(), e);
        } finally {
            release(end);
        }
    }

    private static void release(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending and runs the hook itself
        }
    }
}
