// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.imports;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Progress;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.JsonTree;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

final class AzMlCommand implements Command {
    private static final int BATCH = 1_000;

    @Override
    public String name() {
        return "az-ml";
    }

    @Override
    public String summary() {
        return "Bring in what 'az ml history list -o json' printed.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "FILE", "JSON of the list, or of one run."));
        spec.addOption(Options.text(
                "NAME",
                "Experiment of the runs; without it what precedes the last '_' of a run's id.",
                "--experiment"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Path file = invocation.session().surroundings().current().resolve(invocation.required(0));
        List<Map<String, @Nullable Object>> runs = runs(file, invocation.option("--experiment"));
        RunloreClient server = invocation.server();
        int created = 0;
        try (Progress progress = invocation.session().progress()) {
            for (int from = 0; from < runs.size(); from += BATCH) {
                progress.show(from, runs.size(), "runs");
                created += server.importRuns(runs.subList(from, Math.min(runs.size(), from + BATCH)));
            }
        }
        int present = runs.size() - created;
        return Reply.of(Map.of("created", created, "present", present))
                .withSentences(List.of(created + (created == 1 ? " run" : " runs") + " imported, " + present
                        + (present == 1 ? " was" : " were") + " there already"));
    }

    private static List<Map<String, @Nullable Object>> runs(Path file, Optional<String> experiment) throws IOException {
        Object tree;
        try {
            tree = JsonTree.read(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw RunloreException.notFound(
                    "file " + file + " does not exist; name what 'az ml history list -o json' printed");
        } catch (IOException e) {
            throw RunloreException.invalid("file " + file + " must hold JSON but does not: " + e.getMessage());
        }
        List<Map<String, @Nullable Object>> runs = new ArrayList<>();
        for (Object run : tree instanceof List<?> list ? list : List.of(tree == null ? "null" : tree)) {
            runs.add(AzMlRun.read(run).imported(experiment));
        }
        return runs;
    }
}
