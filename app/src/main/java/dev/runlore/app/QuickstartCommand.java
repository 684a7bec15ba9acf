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
import dev.runlore.sdk.StudioClient;
import dev.runlore.sdk.StudioLink;
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
        description = "Serve, submit the iris example eight times, print the history, and go on serving until Ctrl-C.")
final class QuickstartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--once", description = "stop at the end; the exit code says whether all eight runs completed")
    private boolean once;

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder (RUNLORE_HOME, else ~/.runlore)")
    private @Nullable Path data;

    private volatile @Nullable IrisRuns iris;

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
            return show(folder, place, () -> {});
        }
        Settings settings = Settings.read(
                ServerCommand.settings(Objects.requireNonNull(spec)), System.getenv(), folder.properties());
        LocalServer server = LocalServer.start(folder, settings);
        say("Serving " + folder.root() + " at " + server.url() + ".");
        Place place = new Place(server.url(), Optional.of(server.token()), "this process");
        int exitCode = show(folder, place, server::close);
        if (!once) {
            say("Serving until Ctrl-C.");
            new CountDownLatch(1).await();
        }
        return exitCode; // the shutdown hook closes the server
    }

    /** Runs the example and shows its history; {@code close} is called when the process ends. */
    private int show(DataFolder folder, Place place, Runnable close) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(close), "stop"));
        Path example = Path.of(
                        Objects.requireNonNull(System.getProperty("runlore.root"), "the launcher sets runlore.root"))
                .resolve("examples/iris");
        Path python = new ExampleEnvironment(example.resolve("requirements.txt"), folder, QuickstartCommand::say)
                .interpreter(System.getenv());
        IrisRuns runs = IrisRuns.submit(example, python, place, QuickstartCommand::say);
        iris = runs;
        int completed = runs.follow();
        System.out.println();
        System.out.print(HistoryTable.text(new RunloreClient(place), runs.filter()));
        System.out.println();
        System.out.println("The history is at " + place.url() + "/");
        // Of a server that ends now a link would lead nowhere.
        if (!once) {
            studioLink(place)
                    .ifPresent(link -> System.out.println(
                            "Open the studio within a minute: " + link.url() + " (later: runlore studio)"));
        }
        System.out.flush();
        if (completed < IrisRuns.RATES.size()) {
            say("Only " + completed + " of " + IrisRuns.RATES.size()
                    + " runs completed; what stopped the others is above.");
            return ErrorCode.INTERNAL.exitCode();
        }
        return 0;
    }

    /** Empty where the product was built without the studio; the page at {@code /} says how to add it. */
    private static Optional<StudioLink> studioLink(Place place) {
        try {
            return Optional.of(new StudioClient(place).createLink());
        } catch (RunloreException e) {
            if (e.code() == ErrorCode.NOT_IMPLEMENTED || e.code() == ErrorCode.ENDPOINT_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Interrupted in the middle, the runs that wait must not begin at the next start, when nobody asks for them. */
    private void stop(Runnable close) {
        @Nullable IrisRuns runs = iris;
        try {
            if (runs != null) {
                runs.cancel();
            }
        } catch (RunloreException e) {
            say("The runs that had not ended could not be canceled: " + e.getMessage());
        } finally {
            close.run();
        }
    }

    private static RunloreException vanished() {
        return new RunloreException(ErrorCode.UNAVAILABLE, "the server of this folder has just stopped; start again");
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
