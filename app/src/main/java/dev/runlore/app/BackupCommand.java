// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runlore backup}: copies the data folder as of one moment, beside a server that works or without one. */
@Command(
        name = "backup",
        description = "Copy the data folder as of one moment, also while its server works.",
        footer = "A backup is a data folder: 'runlore server --data FOLDER' serves it, 'runlore doctor --data FOLDER'"
                + " checks it.")
final class BackupCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "where to: a new or empty folder (backups/<time> in the data folder)")
    private @Nullable Path target;

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder (RUNLORE_HOME, else ~/.runlore)")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException {
        Path root = DataFolder.choose(Optional.ofNullable(data), System.getenv());
        DataFolder folder = new DataFolder(Files.exists(root) ? root.toRealPath() : root);
        Backup.Result made = new Backup(folder, target == null ? usual(folder) : target).make();
        System.out.println(made.folder() + " holds the history of " + folder.root() + ": " + made.files() + " files, "
                + Bytes.text(made.bytes()));
        made.lacking()
                .forEach(blob -> System.err.println("runlore: the history names the file with SHA-256 " + blob
                        + ", which the data folder does not have whole; 'runlore doctor' says more"));
        System.out.flush();
        return made.lacking().isEmpty() ? 0 : ErrorCode.INTERNAL.exitCode();
    }

    private static Path usual(DataFolder folder) throws IOException {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[:-]", "");
        return Files.createDirectories(folder.root().resolve("backups")).resolve(time);
    }
}
