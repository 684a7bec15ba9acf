// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.project.ProjectScope;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.RunListing;
import dev.runlore.sdk.RunTable;
import dev.runlore.sdk.RunloreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs of a server in the form of {@code az ml history}.
 *
 * @param experiment lists have runs of this one only
 */
record History(RunloreClient server, Optional<String> experiment) {
    private static final int PAGE = 1_000;

    /** Of every experiment. */
    static History all(RunloreClient server) {
        return new History(server, Optional.empty());
    }

    /** Of the project that the verb is called in, else of every experiment. */
    static History of(Invocation invocation) {
        return new History(invocation.server(), ProjectScope.experiment(invocation));
    }

    /** All runs that match, newest first. */
    List<HistoryRun> list(Optional<String> filter) {
        List<HistoryRun> runs = new ArrayList<>();
        RunListing listing = listing(filter).withLimit(PAGE);
        Optional<PageToken> next;
        do {
            RunTable page = server.listRuns(listing);
            for (int row = 0; row < page.size(); row++) {
                runs.add(HistoryRun.read(page, row));
            }
            next = page.next();
            listing = next.map(listing::withPage).orElse(listing);
        } while (next.isPresent());
        return runs;
    }

    /** The newest run that matches. */
    HistoryRun last(Optional<String> filter) {
        RunTable page = server.listRuns(listing(filter).withLimit(1));
        if (page.size() == 0) {
            throw RunloreException.notFound(nothing(filter));
        }
        return HistoryRun.read(page, 0);
    }

    private String nothing(Optional<String> filter) {
        String within = experiment.map(name -> " in experiment '" + name + "', that of this folder's project").orElse("");
        String wider = experiment.isPresent() ? "; add --all to look everywhere" : "";
        return filter.map(text -> "no run matches the filter '" + text + "'" + within
                        + (wider.isEmpty() ? "; try a wider one" : wider))
                .orElseGet(() -> "there is no run yet" + within
                        + (wider.isEmpty() ? "; log one, or import a history" : wider));
    }

    /** One run, archived or not. */
    HistoryRun get(RunId run) {
        // a run id is letters, digits, '_' and '-', so nothing in it can end the quotes
        RunListing one = everywhere(Optional.of("id = \"" + run + "\"")).withShelf(RunListing.Shelf.ALL);
        RunTable page = server.listRuns(one.withLimit(1));
        if (page.size() == 0) {
            throw RunloreException.notFound(
                    "run '" + run + "' does not exist; see the ids with 'runlore history list'");
        }
        return HistoryRun.read(page, 0);
    }

    static Reply reply(HistoryRun run) {
        return Reply.of(run.tree()).withTable(HistoryTable.of(List.of(run)));
    }

    private RunListing listing(Optional<String> filter) {
        RunListing everywhere = everywhere(filter);
        return experiment.map(everywhere::withExperiment).orElse(everywhere);
    }

    private static RunListing everywhere(Optional<String> filter) {
        RunListing listing = RunListing.NEWEST.withColumns(HistoryRun.COLUMNS);
        return filter.map(listing::withFilter).orElse(listing);
    }
}
