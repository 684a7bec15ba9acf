// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.TagArguments;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunId;
import dev.runlore.sdk.ModelClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Makes a version of a model of a run's files, and the link file that a project finds it by again. */
public final class PromoteCommand implements Command {

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public String summary() {
        return "Promote Artifacts.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.requiredText("RUN", "Id of the run.", "-r", "--run"));
        spec.addOption(Options.requiredText("PATH", "Artifact, or folder of artifacts.", "-ap", "--artifact-path"));
        spec.addOption(Options.requiredText("NAME", "Name of the asset.", "-n", "--name"));
        spec.addOption(Options.text("TEXT", "What this version is.", "--description"));
        spec.addOption(Options.texts("KEY[=TEXT]", "Tag of this version; may be given several times.", "--tag"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Promotion promotion = new Promotion(
                new ModelName(invocation.option("--name").orElseThrow()),
                new RunId(invocation.option("--run").orElseThrow()),
                path(invocation.option("--artifact-path").orElseThrow()),
                invocation.option("--description"),
                TagArguments.read(invocation.options("--tag")));
        ModelVersion version = new ModelClient(invocation.server().place()).promote(promotion);
        AssetLink link = AssetLink.of(version);
        Path file =
                AssetFolder.of(invocation.session().surroundings().current()).write(link);
        Map<String, @Nullable Object> asset = link.tree();
        asset.put("linkFile", file.toString());
        return Reply.of(asset);
    }

    /** As scripts write paths: {@code ./outputs/} is the folder outputs. */
    private static ArtifactPath path(String text) {
        String path = text;
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        return new ArtifactPath(path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
}
