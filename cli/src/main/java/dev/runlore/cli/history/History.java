// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Reply;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.RunListing;
import dev.runlore.sdk.RunTable;
import dev.runlore.sdk.RunloreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The runs of a server in the form of {@code az ml history}. */
record History(RunloreClient server) {
    private static final int PAGE = 1_000;

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
            throw RunloreException.notFound(
                    filter.isPresent()
                            ? "no run matches the filter '" + filter.get() + "'; try a wider one"
                            : "there is no run yet; log one, or import a history");
        }
        return HistoryRun.read(page, 0);
    }

    /** One run, archived or not. */
    HistoryRun get(RunId run) {
        // a run id is letters, digits, '_' and '-', so nothing in it can end the quotes
        RunListing one = listing(Optional.of("id = \"" + run + "\"")).withShelf(RunListing.Shelf.ALL);
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

    private static RunListing listing(Optional<String> filter) {
        RunListing listing = RunListing.NEWEST.withColumns(HistoryRun.COLUMNS);
        return filter.map(listing::withFilter).orElse(listing);
    }
}
