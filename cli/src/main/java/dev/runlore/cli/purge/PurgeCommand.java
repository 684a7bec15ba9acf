// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.purge;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.sdk.Purged;
import dev.runlore.sdk.RunListing;
import dev.runlore.sdk.RunTable;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** Takes runs out of the history for good. */
public final class PurgeCommand implements Command {
    private static final int NAMED_RUNS = 5;

    @Override
    public String name() {
        return "purge";
    }

    @Override
    public String summary() {
        return "Delete runs for good and give back their space.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.positions(0, "0..*", "RUN", "Ids of the runs."));
        spec.addOption(Options.text(
                "DATE",
                "All archived runs that were created before this date or time, as 2026-01-31.",
                "--archived-before"));
        spec.addOption(Options.flag("Do not ask.", "-y", "--yes"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        List<RunId> named = invocation.positionsFrom(0).stream().map(RunId::new).toList();
        Set<RunId> runs = new LinkedHashSet<>(named);
        Optional<Instant> before = invocation.option("--archived-before").map(PurgeCommand::time);
        if (runs.isEmpty() && before.isEmpty()) {
            throw RunloreException.invalid(
                    "purge must get runs but got none; name them, or add --archived-before DATE");
        }
        RunloreClient server = invocation.server();
        runs.forEach(server::getRun);
        before.ifPresent(time -> runs.addAll(archived(server, time)));
        if (runs.isEmpty()) {
            return reply(0, Purged.NOTHING, 0);
        }
        if (!invocation.flag("--yes") && !invocation.session().confirms(question(runs))) {
            return Reply.of(Map.of("runs", 0))
                    .withSentences(List.of("nothing was purged"))
                    .withExitCode(ErrorCode.INTERNAL.exitCode());
        }
        return purge(server, runs, Set.copyOf(named));
    }

    /** A run that was only found may still go on: an MLflow client archives running runs too. A named one is refused. */
    private static Reply purge(RunloreClient server, Set<RunId> runs, Set<RunId> named) {
        Purged purged = Purged.NOTHING;
        int goingOn = 0;
        for (RunId run : runs) {
            try {
                purged = purged.and(server.purgeRun(run));
            } catch (RunloreException e) {
                if (e.code() != ErrorCode.WRONG_STATE || named.contains(run)) {
                    throw e;
                }
                goingOn++;
            }
        }
        return reply(runs.size() - goingOn, purged, goingOn);
    }

    private static String question(Set<RunId> runs) {
        List<String> names = runs.stream().limit(NAMED_RUNS).map(RunId::value).toList();
        String more = runs.size() > names.size() ? " and " + (runs.size() - names.size()) + " more" : "";
        return "Purge " + (runs.size() == 1 ? "run " : runs.size() + " runs: ") + String.join(", ", names) + more
                + "? Records and files go for good.";
    }

    private static List<RunId> archived(RunloreClient server, Instant before) {
        List<RunId> runs = new ArrayList<>();
        RunListing listing = RunListing.NEWEST
                .withFilter("created < \"" + before + "\"")
                .withShelf(RunListing.Shelf.ARCHIVED)
                .withColumns(List.of("id"));
        Optional<PageToken> next;
        do {
            RunTable page = server.listRuns(listing);
            for (int row = 0; row < page.size(); row++) {
                runs.add(new RunId(String.valueOf(page.cell("id", row))));
            }
            next = page.next();
            listing = next.map(listing::withPage).orElse(listing);
        } while (next.isPresent());
        return runs;
    }

    /** A date is its first moment here. */
    private static Instant time(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant()
                    : OffsetDateTime.parse(text)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw RunloreException.invalid("--archived-before must be a date such as 2026-01-31 or a time such as"
                    + " 2026-01-31T08:00:00Z but is '" + Shown.text(text) + "'; correct it");
        }
    }

    private static Reply reply(int runs, Purged purged, int goingOn) {
        List<String> sentences = new ArrayList<>();
        sentences.add(runs + (runs == 1 ? " run" : " runs") + " purged; " + purged.files()
                + (purged.files() == 1 ? " file" : " files") + " with " + purged.bytes() + " bytes deleted");
        if (purged.waiting() > 0) {
            sentences.add(purged.waiting() + " files were in use within the last minute and follow soon");
        }
        if (goingOn > 0) {
            sentences.add(
                    goingOn == 1
                            ? "1 archived run goes on and stayed; cancel or complete it, then purge again"
                            : goingOn + " archived runs go on and stayed; cancel or complete them, then purge again");
        }
        if (!purged.done()) {
            sentences.add("The server goes on removing rows in the background");
        }
        return Reply.of(Map.of(
                        "runs", runs,
                        "files", purged.files(),
                        "bytes", purged.bytes(),
                        "waiting", purged.waiting(),
                        "stayed", goingOn,
                        "done", purged.done()))
                .withSentences(sentences);
    }
}
