// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.Sha256;
import dev.runlore.store.files.BlobCheck;
import dev.runlore.store.sql.DatabaseCheck;
import dev.runlore.store.sql.DatabaseCopy;
import dev.runlore.store.sql.Finding;
import dev.runlore.store.sql.NamedBlobs;
import dev.runlore.store.sql.StoreCheck;
import dev.runlore.store.sql.StoreSizes;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The history of a data folder looked through: SQLite's check, points and summaries, files and the rows that name them, sizes. */
final class HistoryCheckup {
    static final Duration SWEPT_AFTER = Duration.ofHours(24);
    private static final int LARGEST = 10;

    private final Path root;
    private final Report report;

    HistoryCheckup(Path root, Report report) {
        this.root = root;
        this.report = report;
    }

    /** Reads everything; answers what is wrong inside the database. */
    List<Finding> look() throws IOException {
        DatabaseCheck check = DatabaseCheck.of(root);
        report.line(
                "database",
                "%s, schema %d, %d runs, %d points"
                        .formatted(Bytes.text(check.bytes()), check.schema(), check.runs(), check.points()));
        check.faults().stream()
                .limit(Report.TOLD)
                .forEach(fault -> report.problem("the database is damaged: " + fault
                        + "; stop the server, keep a copy of the folder, and restore a backup or try --repair"));
        List<Finding> findings = StoreCheck.of(root, progress());
        report.line("points", findings.isEmpty() ? "all read; summaries agree with them" : "see the problems");
        findings.stream().limit(Report.TOLD).forEach(finding -> report.problem(finding.text()));
        if (findings.size() > Report.TOLD) {
            report.problem((findings.size() - Report.TOLD) + " more findings of this kind; see to these first");
        }
        if (check.faults().isEmpty()) {
            sizes();
            names();
        }
        damagedFiles(check.faults().isEmpty());
        return findings;
    }

    private static StoreCheck.Progress progress() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return (runs, of) -> {};
        }
        return (runs, of) -> {
            if (runs == of) {
                System.err.print("\r\u001b[K");
            } else if (of > 100 && runs % 20 == 0) {
                System.err.print("\rchecking run " + runs + " of " + of);
            }
        };
    }

    private void sizes() {
        StoreSizes sizes = StoreSizes.of(root, LARGEST);
        report.line(
                "largest tables",
                sizes.tables().stream()
                        .limit(5)
                        .map(table -> table.name() + " " + Bytes.text(table.bytes()))
                        .collect(Collectors.joining(", ")));
        for (StoreSizes.OfRun run : sizes.runs()) {
            report.line(
                    "large run",
                    "%s: %d points in %s, open logs %s, files %s"
                            .formatted(
                                    run.id(),
                                    run.points(),
                                    Bytes.text(run.pointBytes()),
                                    Bytes.text(run.logBytes()),
                                    Bytes.text(run.artifactBytes())));
        }
    }

    private void names() throws IOException {
        Instant day = Instant.now().minus(SWEPT_AFTER);
        BlobCheck.Unnamed unnamed = BlobCheck.unnamed(root, DatabaseCopy.namedBlobs(root), day);
        report.line(
                "unnamed files",
                unnamed.files() + " files, " + Bytes.text(unnamed.bytes()) + ", " + unnamed.old()
                        + " of them older than 24 h");
        Set<Sha256> told = new HashSet<>();
        NamedBlobs.each(root, named -> size(named, told));
    }

    private void damagedFiles(boolean databaseIsSound) throws IOException {
        for (Path damaged : BlobCheck.of(root).damaged()) {
            report.problem(
                    "the file " + damaged + " is damaged: its bytes are not those that its name is the SHA-256 of;"
                            + " it is never handed out; upload it again, or take it from a backup"
                            + (databaseIsSound ? holders(damaged) : ""));
        }
    }

    private void size(NamedBlobs.Named named, Set<Sha256> told) {
        OptionalLong bytes;
        try {
            bytes = BlobCheck.size(root, named.blob());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.isPresent() && bytes.getAsLong() == named.bytes()
                || told.size() >= Report.TOLD
                || !told.add(named.blob())
                // a purge beside may have taken it since the question was asked
                || NamedBlobs.of(root, named.blob(), 1).isEmpty()) {
            return;
        }
        String what = bytes.isPresent()
                ? "it has " + bytes.getAsLong() + " bytes instead of " + named.bytes()
                : "it is not there";
        report.problem("the history names the file with SHA-256 " + named.blob() + " (" + named.holder() + ") but "
                + what + "; take it from a backup, or upload it again");
    }

    private String holders(Path file) {
        return BlobCheck.named(root, file)
                .map(blob -> NamedBlobs.of(root, blob, 3).stream()
                        .map(NamedBlobs.Named::holder)
                        .collect(Collectors.joining("; ")))
                .filter(holders -> !holders.isEmpty())
                .map(holders -> " (" + holders + ")")
                .orElse(" (nothing names it)");
    }
}
