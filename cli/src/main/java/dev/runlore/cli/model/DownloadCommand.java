// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Progress;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelVersion;
import dev.runlore.sdk.ArtifactFolder;
import dev.runlore.sdk.ModelClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the files of the version that a link file names. Neither the file nor the server is trusted with a path. */
final class DownloadCommand implements Command {

    @Override
    public String name() {
        return "download";
    }

    @Override
    public String summary() {
        return "Download the files that a link file names.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.requiredText("FILE", "Link file, as in assets/NAME.link.", "-l", "--link-file"));
        spec.addOption(Options.text("FOLDER", "Where to; the current folder without it.", "-d", "--destination"));
        spec.addOption(Options.flag("Replace files that exist.", "--overwrite"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Path current = invocation.session().surroundings().current();
        AssetLink link =
                AssetLink.read(current.resolve(invocation.option("--link-file").orElseThrow()));
        Path folder = current.resolve(invocation.option("--destination").orElse("."));
        ModelClient models = new ModelClient(invocation.server().place());
        ModelVersion version = models.getVersion(link.name(), OptionalLong.of(link.version()));
        link.requireSame(version);
        ArtifactFolder target = new ArtifactFolder(folder, invocation.flag("--overwrite"));
        target.check(version.files().stream().map(file -> placed(link, file)).toList());
        List<String> files = new ArrayList<>();
        try (Progress progress = invocation.session().progress()) {
            for (ModelFile file : version.files()) {
                progress.show(
                        files.size() + 1, version.files().size(), file.path().value());
                files.add(target.write(placed(link, file), models.openFile(version, file.path()))
                        .toString());
            }
        }
        return Reply.of(files);
    }

    /** A file as it is to lie below the destination. */
    private static Artifact placed(AssetLink link, ModelFile file) {
        return new Artifact(
                PlacedFile.of(link.artifactPath(), file.path()),
                Optional.of(file.sha256()),
                file.size(),
                link.created());
    }
}
