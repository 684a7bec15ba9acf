// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.cli.Version;
import dev.runlore.cli.output.Format;
import dev.runlore.cli.output.Output;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.LiveServer;
import dev.runlore.store.sql.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code runlore doctor}: what lies in the data folder, how much of it, and whether it is sound. Changes nothing unless asked. */
@Command(
        name = "doctor",
        description = "Check the installation and the data folder, and show its sizes.",
        footer =
                "Exit code 0: sound; 1: problems were found, each printed with what to do; 7: --repair beside a server.")
final class DoctorCommand implements Callable<Integer> {
    private static final long LITTLE_DISK = 1L << 30;

    /** What the reader calls a folder whose name does not say it. */
    private static final Map<String, String> FOLDERS =
            Map.of("blobs", "files of runs", "spool", "records that wait", "jobs", "work folders of runs");

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder (RUNLORE_HOME, else ~/.runlore)")
    private @Nullable Path data;

    @Option(
            names = "--repair",
            description = "make what is derived again, set aside what cannot be read; the server must be stopped")
    private boolean repair;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json, jsonc, table, tsv, yaml, yamlc or none; lines of text without it")
    private @Nullable String output;

    @Override
    public Integer call() throws IOException {
        Path root = DataFolder.choose(Optional.ofNullable(data), System.getenv());
        Report report = new Report(Optional.ofNullable(output).map(DoctorCommand::form));
        report.line("version", Version.text());
        report.line("Java", Runtime.version() + " in " + System.getProperty("java.home"));
        report.line("data folder", Files.exists(root) ? root.toRealPath().toString() : root + " (not made yet)");
        if (Files.exists(root)) {
            DataFolder folder = new DataFolder(root.toRealPath());
            report = repair ? repaired(folder, report) : inspected(folder, report);
        }
        report.end();
        return report.isSound() ? 0 : ErrorCode.INTERNAL.exitCode();
    }

    private static Output form(String name) {
        return new Output(Format.parse(name), Optional.empty(), false);
    }

    private static Report inspected(DataFolder folder, Report report) throws IOException {
        Optional<LiveServer> server = LiveServer.find(folder.root());
        report.line(
                "server",
                server.map(live -> live.url() + " (process " + live.pid() + ", version " + live.version() + ")")
                        .orElse("not running"));
        if (server.isPresent()) {
            load(server.get(), folder, report);
        }
        inspect(folder, report);
        return report;
    }

    private static void load(LiveServer server, DataFolder folder, Report report) {
        try {
            report.line(
                    "its load",
                    ServerLoad.of(server.url().toString(), folder.tokenFile()).text());
        } catch (IOException e) {
            report.line("its load", "unknown: it does not say (" + e.getMessage() + ")");
        }
    }

    /** Looks, repairs and looks again; the second look is what counts. */
    private static Report repaired(DataFolder folder, Report report) throws IOException {
        if (!Files.exists(folder.database())) {
            throw RunloreException.notFound("data folder " + folder.root()
                    + " must hold a history to be repaired but has no runlore.db; name another with --data");
        }
        ServerFile lock = ServerFile.take(folder);
        try {
            List<Finding> findings = inspect(folder, report);
            Report after = report.again();
            new HistoryRepair(folder, after).make(findings);
            inspect(folder, after);
            return after;
        } finally {
            lock.close();
        }
    }

    private static List<Finding> inspect(DataFolder folder, Report report) throws IOException {
        List<Finding> findings = List.of();
        if (Files.exists(folder.database())) {
            findings = new HistoryCheckup(folder.root(), report).look();
        } else {
            report.line("database", "none yet");
        }
        for (String name : List.of("blobs", "spool", "jobs", "backups", "environments", "damaged")) {
            Folders.Size size = Folders.size(folder.root().resolve(name));
            report.line(FOLDERS.getOrDefault(name, name), size.files() + " files, " + Bytes.text(size.bytes()));
        }
        Folders.Size all = Folders.size(folder.root());
        report.line("in all", all.files() + " files, " + Bytes.text(all.bytes()));
        disk(folder.root(), report);
        token(folder.tokenFile(), report);
        return findings;
    }

    private static void disk(Path root, Report report) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        report.line("free disk", Bytes.text(free));
        if (free < LITTLE_DISK) {
            report.problem("only " + Bytes.text(free) + " are free on the disk of the data folder; make room");
        }
    }

    private static void token(Path file, Report report) throws IOException {
        if (!Files.exists(file) || !DataFolder.posix()) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        report.line("token file", permissions.isEmpty() ? "readable by its owner only" : "readable by others");
        if (!permissions.isEmpty()) {
            report.problem("others can read the token in " + file + "; run: chmod 600 " + file
                    + ", and delete it for a new one");
        }
    }
}
