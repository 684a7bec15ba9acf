// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.RunStatus;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.RunListing;
import dev.runlore.sdk.RunTable;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the iris example once for each of the article's regularization rates, one after the other. */
final class IrisRuns {
    static final List<String> RATES = List.of("10", "5", "2.5", "1.25", "0.625", "0.3125", "0.15625", "0.078125");
    private static final String EXPERIMENT = "iris";

    private final Path checkout;
    private final Path workFolders;
    private final Place server;
    private final Path spool;
    private final RunloreClient client;
    private final Consumer<String> progress;

    IrisRuns(Path checkout, DataFolder folder, Place server, Consumer<String> progress) {
        this.checkout = checkout;
        this.workFolders = folder.root().resolve("tmp");
        this.spool = folder.spool();
        this.server = server;
        this.client = new RunloreClient(server);
        this.progress = progress;
    }

    /** Runs all of them and returns the filter that finds the runs that they made. */
    String run(Path python) throws IOException {
        long before = latestNumber();
        for (int i = 0; i < RATES.size(); i++) {
            String which = "[" + (i + 1) + "/" + RATES.size() + "] ";
            int exitCode = runOnce(python, RATES.get(i), line -> progress.accept(which + line));
            if (exitCode != 0) {
                progress.accept(which + "Regularization rate " + RATES.get(i) + ": ended with exit code " + exitCode);
            }
        }
        return "experiment = \"" + EXPERIMENT + "\" and number > " + before;
    }

    /** How many of the runs that a filter finds have completed. */
    int completed(String filter) {
        String those = filter + " and status = \"" + RunStatus.Completed + "\"";
        return client.listRuns(RunListing.NEWEST.withFilter(those)).size();
    }

    private long latestNumber() {
        RunTable table = client.listRuns(RunListing.NEWEST
                .withExperiment(EXPERIMENT)
                .withColumns(List.of("number"))
                .withOrderBy("number desc")
                .withLimit(1));
        return table.size() == 0 ? 0 : ((Number) java.util.Objects.requireNonNull(table.cell("number", 0))).longValue();
    }

    private int runOnce(Path python, String rate, Consumer<String> lines) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(workFolders), "iris-");
        try {
            Path script = checkout.resolve("examples/iris/iris_sklearn.py");
            ProcessBuilder builder =
                    new ProcessBuilder(python.toString(), script.toString(), rate).directory(folder.toFile());
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("AZUREML_"));
            environment.put("PYTHONPATH", checkout.resolve("python/runlore/src").toString());
            environment.put("RUNLORE_URL", server.url().toString());
            environment.put("RUNLORE_SPOOL", spool.toString());
            environment.put(
                    "MPLCONFIGDIR",
                    Files.createDirectories(workFolders.resolve("matplotlib")).toString());
            Optional<String> token = server.token();
            token.ifPresent(text -> environment.put("RUNLORE_TOKEN", text));
            return Command.run(builder, lines);
        } finally {
            Folders.delete(folder);
        }
    }
}
