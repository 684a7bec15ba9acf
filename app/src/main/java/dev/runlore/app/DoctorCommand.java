// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.cli.Version;
import dev.runlore.domain.Sha256;
import dev.runlore.sdk.LiveServer;
import dev.runlore.store.files.BlobCheck;
import dev.runlore.store.sql.DatabaseCheck;
import dev.runlore.store.sql.DatabaseCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code runlore doctor}: what lies in the data folder, how much of it, and whether it is sound. Changes nothing. */
@Command(name = "doctor", description = "Check the installation and the data folder, and show its sizes.")
final class DoctorCommand implements Callable<Integer> {
    private static final long LITTLE_DISK = 1L << 30;

    /** What the reader calls a folder whose name does not say it. */
    private static final Map<String, String> FOLDERS =
            Map.of("blobs", "files of runs", "spool", "records that wait", "jobs", "work folders of runs");

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder (RUNLORE_HOME, else ~/.runlore)")
    private @Nullable Path data;

    private final List<String> problems = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Path root = DataFolder.choose(Optional.ofNullable(data), System.getenv());
        line("version", Version.text());
        line("Java", Runtime.version() + " in " + System.getProperty("java.home"));
        line("data folder", Files.exists(root) ? root.toRealPath().toString() : root + " (not made yet)");
        if (Files.exists(root)) {
            inspect(new DataFolder(root.toRealPath()));
        }
        if (problems.isEmpty()) {
            line("problems", "none");
            return 0;
        }
        problems.forEach(problem -> line("problem", problem));
        return 1;
    }

    private void inspect(DataFolder folder) throws IOException {
        Optional<LiveServer> server = LiveServer.find(folder.root());
        line(
                "server",
                server.map(live -> live.url() + " (process " + live.pid() + ", version " + live.version() + ")")
                        .orElse("not running"));
        database(folder.root());
        for (String name : List.of("blobs", "spool", "jobs", "backups", "environments")) {
            Folders.Size size = Folders.size(folder.root().resolve(name));
            line(FOLDERS.getOrDefault(name, name), size.files() + " files, " + Bytes.text(size.bytes()));
        }
        Folders.Size all = Folders.size(folder.root());
        line("in all", all.files() + " files, " + Bytes.text(all.bytes()));
        blobs(folder.root());
        disk(folder.root());
        token(folder.tokenFile());
    }

    private void database(Path root) throws IOException {
        Path file = root.resolve("runlore.db");
        if (!Files.exists(file)) {
            line("database", "none yet");
            return;
        }
        DatabaseCheck check = DatabaseCheck.of(root);
        line(
                "database",
                "%s, schema %d, %d runs, %d points"
                        .formatted(Bytes.text(check.bytes()), check.schema(), check.runs(), check.points()));
        check.faults()
                .forEach(fault -> problems.add("the database is damaged: " + fault
                        + "; stop the server and keep a copy of the folder before anything else"));
        if (check.faults().isEmpty()) {
            names(root);
        }
    }

    private void names(Path root) throws IOException {
        Set<Sha256> named = DatabaseCopy.namedBlobs(root);
        BlobCheck.Unnamed unnamed = BlobCheck.unnamed(root, named);
        line("unnamed files", unnamed.files() + " files, " + Bytes.text(unnamed.bytes()));
        for (Sha256 blob : named) {
            if (!BlobCheck.isThere(root, blob)) {
                problems.add("the history names the file with SHA-256 " + blob
                        + " but it is not there; take it from a backup, or upload it again");
            }
        }
    }

    private void blobs(Path root) throws IOException {
        for (Path damaged : BlobCheck.of(root).damaged()) {
            problems.add("the file " + damaged + " is damaged: its bytes are not those that its name is the SHA-256 of;"
                    + " it is never handed out; upload it again, or take it from a backup");
        }
    }

    private void disk(Path root) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        line("free disk", Bytes.text(free));
        if (free < LITTLE_DISK) {
            problems.add("only " + Bytes.text(free) + " are free on the disk of the data folder; make room");
        }
    }

    private void token(Path file) throws IOException {
        if (!Files.exists(file) || !DataFolder.posix()) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        line("token file", permissions.isEmpty() ? "readable by its owner only" : "readable by others");
        if (!permissions.isEmpty()) {
            problems.add("others can read the token in " + file + "; run: chmod 600 " + file
                    + ", and delete it for a new one");
        }
    }

    private static void line(String what, String text) {
        System.out.println(String.format(Locale.ROOT, "%-18s %s", what, text));
    }
}
