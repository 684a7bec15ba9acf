// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.local;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.LiveServer;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.Places;
import dev.runlore.sdk.RunloreClient;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server of a data folder, in the background of this machine. */
public final class LocalServer {
    /** Minutes without requests after which a server ends that a command started on its own. */
    private static final String IDLE_MINUTES = "120";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 25;
    private static final int LAST_WORDS = 2_000;

    private final Places places;
    private final Optional<Path> launcher;

    public LocalServer(Places places, Optional<Path> launcher) {
        this.places = places;
        this.launcher = launcher;
    }

    public Optional<LiveServer> find() {
        return LiveServer.find(places.dataFolder());
    }

    /** Starts a server that ends by itself when it is not used; returns once it answers. */
    public Place startForAWhile() {
        return start(List.of("--idle-stop", IDLE_MINUTES));
    }

    /**
     * Starts a server and returns once it answers; it outlives this process and its terminal.
     *
     * @param settings more arguments of {@code runlore server}
     */
    public Place start(List<String> settings) {
        Path log = places.dataFolder().resolve("server.log");
        Process process = spawn(settings, log);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Place> place = places.live().filter(live -> new RunloreClient(live).isHealthy());
            if (place.isPresent()) {
                return place.get();
            }
            // ours may have ended because another command's was faster: then that one is waited for
            if (!process.isAlive() && !LiveServer.holds(places.dataFolder())) {
                throw failed("ended with exit code " + process.exitValue(), log);
            }
            pause();
        }
        throw failed("did not answer within " + PATIENCE.toSeconds() + " s", log);
    }

    /** Asks the server to end (SIGTERM) and waits until its process has; empty when none runs. */
    public Optional<LiveServer> stop() {
        Optional<LiveServer> server = find();
        server.flatMap(live -> ProcessHandle.of(live.pid())).ifPresent(LocalServer::end);
        return server;
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > deadline) {
                throw new RunloreException(
                        ErrorCode.UNAVAILABLE,
                        "server of pid " + process.pid() + " has not ended within " + PATIENCE.toSeconds()
                                + " s; look into its log or end it with kill");
            }
            pause();
        }
    }

    private Process spawn(List<String> settings, Path log) {
        try {
            Files.createDirectories(places.dataFolder(), ownerOnly());
            ProcessBuilder builder = new ProcessBuilder(command(settings));
            builder.redirectInput(new File("/dev/null"));
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return builder.start();
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "the server cannot be started: " + e.getMessage() + "; start 'runlore server'",
                    e);
        }
    }

    /** As the server makes it: what a folder holds is its user's alone. */
    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private List<String> command(List<String> settings) {
        Path script = launcher.orElseThrow(() -> new RunloreException(
                ErrorCode.UNAVAILABLE,
                "the launcher's place is unknown; start this command through 'runlore' or set RUNLORE_LAUNCHER"));
        // a session of its own: Ctrl-C and the end of the terminal do not reach it
        List<String> command =
                new ArrayList<>(List.of(onPath("setsid") ? "setsid" : "nohup", script.toString(), "server"));
        command.addAll(List.of("--data", places.dataFolder().toString()));
        command.addAll(settings);
        return command;
    }

    private boolean onPath(String program) {
        for (String folder : places.environment().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static RunloreException failed(String how, Path log) {
        return new RunloreException(
                ErrorCode.UNAVAILABLE, "the server " + how + ": " + lastWords(log) + " (log: " + log + ")");
    }

    private static String lastWords(Path log) {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - LAST_WORDS);
            String text = new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "it said nothing" : text.substring(text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunloreException(ErrorCode.UNAVAILABLE, "interrupted while waiting for the server", e);
        }
    }
}
