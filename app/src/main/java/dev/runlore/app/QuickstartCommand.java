// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.app.log.JsonLogProvider;
import dev.runlore.cli.history.HistoryTable;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.LiveServer;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.Places;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code runlore quickstart}: a server, eight runs of the example, and the history that they make. */
@Command(
        name = "quickstart",
        description = "Serve, run the iris example eight times, print the history, and go on serving until Ctrl-C.")
final class QuickstartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--once", description = "stop at the end; the exit code says whether all eight runs completed")
    private boolean once;

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder (RUNLORE_HOME, else ~/.runlore)")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.setProperty(JsonLogProvider.ONLY_WARNINGS, "");
        DataFolder folder = DataFolder.open(DataFolder.choose(Optional.ofNullable(data), System.getenv()));
        // Asked before this process may hold the lock of server.json, which looking would release.
        Optional<LiveServer> running = LiveServer.find(folder.root());
        if (running.isPresent()) {
            Places places = Places.ofProcess(Optional.of(folder.root()));
            Place place = places.live().orElseThrow(QuickstartCommand::vanished);
            say("Using the server that runs already at " + place.url() + ".");
            return show(folder, place);
        }
        Settings settings = Settings.read(
                ServerCommand.settings(Objects.requireNonNull(spec)), System.getenv(), folder.properties());
        LocalServer server = LocalServer.start(folder, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        say("Serving " + folder.root() + " at " + server.url() + ".");
        int exitCode = show(folder, new Place(server.url(), Optional.of(server.token()), "this process"));
        if (!once) {
            say("Serving until Ctrl-C.");
            new CountDownLatch(1).await();
        }
        return exitCode; // the shutdown hook closes the server
    }

    private int show(DataFolder folder, Place place) throws IOException {
        Path checkout =
                Path.of(Objects.requireNonNull(System.getProperty("runlore.root"), "the launcher sets runlore.root"));
        Path python = new ExampleEnvironment(
                        checkout.resolve("examples/iris/requirements.txt"), folder, QuickstartCommand::say)
                .interpreter(System.getenv());
        IrisRuns iris = new IrisRuns(checkout, folder, place, QuickstartCommand::say);
        String runs = iris.run(python);
        int completed = iris.completed(runs);
        System.out.println();
        System.out.print(HistoryTable.text(new RunloreClient(place), runs));
        System.out.println();
        System.out.println("The history is at " + place.url() + "/");
        System.out.flush();
        if (completed < IrisRuns.RATES.size()) {
            say("Only " + completed + " of " + IrisRuns.RATES.size() + " runs completed; what they printed is above.");
            return ErrorCode.INTERNAL.exitCode();
        }
        return 0;
    }

    private static RunloreException vanished() {
        return new RunloreException(ErrorCode.UNAVAILABLE, "the server of this folder has just stopped; start again");
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
