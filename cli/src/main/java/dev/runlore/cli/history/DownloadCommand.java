// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Progress;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.ArtifactFolder;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

final class DownloadCommand implements Command {

    @Override
    public String name() {
        return "download";
    }

    @Override
    public String summary() {
        return "Download all the artifacts from a run into the destination path.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.requiredText("RUN", "Id of the run.", "-r", "--run"));
        spec.addOption(
                Options.text("PATH", "Only this artifact, or the artifacts of this folder.", "-a", "--artifact"));
        spec.addOption(Options.text("FOLDER", "Where to; the current folder without it.", "-d", "--destination"));
        spec.addOption(Options.flag("Replace files that exist.", "--overwrite"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        RunId run = new RunId(invocation.option("--run").orElseThrow());
        RunloreClient server = invocation.server();
        List<Artifact> artifacts = artifacts(server, run, invocation.option("--artifact"));
        List<Artifact> here = artifacts.stream()
                .filter(artifact -> artifact.blob().isPresent())
                .toList();
        Path folder = invocation
                .session()
                .surroundings()
                .current()
                .resolve(invocation.option("--destination").orElse("."));
        ArtifactFolder target = new ArtifactFolder(folder, invocation.flag("--overwrite"));
        target.check(here);
        artifacts.stream()
                .filter(artifact -> artifact.blob().isEmpty())
                .forEach(artifact -> invocation
                        .session()
                        .tell("warning: the bytes of " + artifact.path()
                                + " did not come with the import; it is skipped"));
        List<String> files = new ArrayList<>();
        try (Progress progress = invocation.session().progress()) {
            for (Artifact artifact : here) {
                progress.show(files.size() + 1, here.size(), artifact.path().value());
                files.add(target.write(artifact, server.openArtifact(run, artifact.path()))
                        .toString());
            }
        }
        return Reply.of(files);
    }

    private static List<Artifact> artifacts(RunloreClient server, RunId run, Optional<String> prefix) {
        List<Artifact> artifacts = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Page<Artifact> page = server.listArtifacts(run, prefix, next);
            artifacts.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        if (artifacts.isEmpty() && prefix.isPresent()) {
            throw RunloreException.notFound("run " + run + " has no artifact '" + prefix.get()
                    + "'; see its attachments with 'runlore history info -r " + run + "'");
        }
        return artifacts;
    }
}
