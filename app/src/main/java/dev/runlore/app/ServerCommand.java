// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code runlore server}: serves a data folder until a signal, or until nobody has asked for a while. */
@Command(name = "server", description = "Serve the run history in the foreground until Ctrl-C.")
final class ServerCommand implements Callable<Integer> {
    private static final Duration GLANCE = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder (RUNLORE_HOME, else ~/.runlore)")
    private @Nullable Path data;

    /** Adds an option a {@link Setting}, so that flags, variables and keys have one list. */
    static void addSettings(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            String also = setting.defaultValue().isEmpty() ? "" : ", else " + setting.defaultValue();
            command.addOption(OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .paramLabel(setting.name())
                    .description(setting.description() + " (" + setting.variable() + also + ")")
                    .build());
        }
    }

    static Map<Setting, String> settings(CommandSpec command) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = command.findOption(setting.flag()).getValue();
            if (value != null) {
                given.put(setting, value);
            }
        }
        return given;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataFolder folder = DataFolder.open(DataFolder.choose(Optional.ofNullable(data), System.getenv()));
        Settings settings =
                Settings.read(settings(java.util.Objects.requireNonNull(spec)), System.getenv(), folder.properties());
        LocalServer server = LocalServer.start(folder, settings);
        Thread end = new Thread(server::close, "stop");
        Runtime.getRuntime().addShutdownHook(end);
        System.out.println("Runlore serves " + folder.root() + " at " + server.url() + " (Ctrl-C stops it)");
        System.out.flush();
        awaitIdle(server, settings.idleStop());
        return 0; // the shutdown hook closes the server
    }

    private static void awaitIdle(LocalServer server, Optional<Duration> idleStop) throws InterruptedException {
        if (idleStop.isEmpty()) {
            new CountDownLatch(1).await();
            return;
        }
        while (server.lastRequest().plus(idleStop.get()).isAfter(Instant.now())) {
            TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
        }
    }
}
