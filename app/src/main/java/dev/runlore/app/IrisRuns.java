// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.cli.submit.Submitters;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Launch;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Tags;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.sdk.JobClient;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.RunAction;
import dev.runlore.sdk.RunListing;
import dev.runlore.sdk.RunTable;
import dev.runlore.sdk.RunloreClient;
import dev.runlore.sdk.SnapshotClient;
import dev.runlore.sdk.SubmissionRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The runs of the iris example: one for each of the article's regularization rates, submitted together. */
final class IrisRuns {
    static final List<String> RATES = List.of("10", "5", "2.5", "1.25", "0.625", "0.3125", "0.15625", "0.078125");

    private static final String EXPERIMENT = "iris";
    private static final ArtifactPath SCRIPT = new ArtifactPath("iris_sklearn.py");
    private static final Duration LOOK = Duration.ofMillis(250);

    private final RunloreClient client;
    private final JobClient jobs;
    private final Consumer<String> progress;

    /** What was last told of each run, in the order of {@link #RATES}. */
    private final Map<RunId, RunStatus> told = new LinkedHashMap<>();

    private boolean canceled;

    private IrisRuns(Place server, Consumer<String> progress) {
        this.client = new RunloreClient(server);
        this.jobs = new JobClient(server);
        this.progress = progress;
    }

    /** Submits all of them, to be run by that interpreter. */
    static IrisRuns submit(Path project, Path python, Place server, Consumer<String> progress) throws IOException {
        FolderSnapshot snapshot = FolderSnapshot.take(project);
        new SnapshotClient(server).put(snapshot.manifest(), snapshot::file);
        SubmissionRequest.NewRun run = new SubmissionRequest.NewRun(
                EXPERIMENT, Optional.empty(), Tags.NONE, snapshot.manifest().id());
        SubmissionRequest.Submitter submitter = Submitters.with(Optional.of(python), System.getenv());
        IrisRuns runs = new IrisRuns(server, progress);
        for (String rate : RATES) {
            SubmissionRequest request =
                    new SubmissionRequest(run, configuration(rate), submitter, Launch.SERVER, List.of());
            Run queued = runs.jobs.submit(request).run();
            runs.told.put(queued.id(), queued.status());
        }
        progress.accept(
                "Submitted " + RATES.size() + " runs of " + SCRIPT + ", each with another regularization rate.");
        return runs;
    }

    private static RunConfiguration configuration(String rate) {
        return new RunConfiguration(
                Optional.of(SCRIPT),
                List.of(),
                List.of(rate),
                Map.of(),
                Optional.empty(),
                RunDraft.LOCAL,
                Optional.empty(),
                Optional.empty(),
                RunConfiguration.PYTHON,
                List.of(),
                true,
                true);
    }

    /** Tells how they go on until all have ended; answers how many have completed. */
    int follow() throws InterruptedException {
        while (true) {
            look();
            if (told.values().stream().allMatch(RunStatus::isTerminal)) {
                return (int) told.values().stream()
                        .filter(RunStatus.Completed::equals)
                        .count();
            }
            Thread.sleep(LOOK);
        }
    }

    /** Cancels those that have not ended; nothing is asked of the server after that. */
    synchronized void cancel() {
        canceled = true;
        told.forEach((run, status) -> {
            if (!status.isTerminal()) {
                client.actOnRun(run, RunAction.CANCEL);
            }
        });
    }

    /** The filter that finds them. */
    String filter() {
        return told.keySet().stream().map(run -> "\"" + run + "\"").collect(Collectors.joining(", ", "id in (", ")"));
    }

    private synchronized void look() {
        if (canceled) {
            return;
        }
        RunTable table = client.listRuns(RunListing.NEWEST.withFilter(filter()).withColumns(List.of("id", "status")));
        Map<RunId, RunStatus> now = new LinkedHashMap<>();
        for (int row = 0; row < table.size(); row++) {
            now.put(new RunId(text(table, "id", row)), RunStatus.parse(text(table, "status", row)));
        }
        int place = 0;
        for (RunId run : List.copyOf(told.keySet())) {
            tell(run, RATES.get(place++), Objects.requireNonNull(now.get(run), "a submitted run is listed"));
        }
    }

    private static String text(RunTable table, String column, int row) {
        return (String) Objects.requireNonNull(table.cell(column, row));
    }

    private void tell(RunId run, String rate, RunStatus status) {
        if (told.put(run, status) == status) {
            return;
        }
        progress.accept("  rate " + rate + ": " + status);
        if (status.isTerminal() && status != RunStatus.Completed) {
            client.getRun(run).error().ifPresent(error -> progress.accept("    " + error.message()));
            progress.accept("    what it printed: runlore run logs " + run);
        }
    }
}
