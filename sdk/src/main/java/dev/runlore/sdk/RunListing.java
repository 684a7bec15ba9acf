// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.PageToken;
import java.util.List;
import java.util.Optional;

/**
 * Which runs a table shows, and what of them.
 *
 * @param filter the filter language, such as {@code metrics.Accuracy > 0.66}
 * @param orderBy such as {@code metrics.loss.min asc, created desc}; newest first without it
 * @param columns fields, families such as {@code metrics}, lists such as {@code artifacts}; the server's choice when empty
 * @param limit most runs of one page, 1 to 1,000
 */
public record RunListing(
        Optional<String> experiment,
        Optional<String> filter,
        Optional<String> orderBy,
        List<String> columns,
        Shelf shelf,
        int limit,
        Optional<PageToken> page) {

    /** Where runs lie. */
    public enum Shelf {
        OPEN("no"),
        ARCHIVED("yes"),
        ALL("all");

        private final String word;

        Shelf(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** All runs that are not archived, newest first, 100 a page. */
    public static final RunListing NEWEST = new RunListing(
            Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Shelf.OPEN, 100, Optional.empty());

    public RunListing {
        columns = List.copyOf(columns);
    }

    public RunListing withExperiment(String name) {
        return new RunListing(Optional.of(name), filter, orderBy, columns, shelf, limit, page);
    }

    public RunListing withFilter(String text) {
        return new RunListing(experiment, Optional.of(text), orderBy, columns, shelf, limit, page);
    }

    public RunListing withOrderBy(String text) {
        return new RunListing(experiment, filter, Optional.of(text), columns, shelf, limit, page);
    }

    public RunListing withColumns(List<String> names) {
        return new RunListing(experiment, filter, orderBy, names, shelf, limit, page);
    }

    public RunListing withShelf(Shelf where) {
        return new RunListing(experiment, filter, orderBy, columns, where, limit, page);
    }

    public RunListing withLimit(int most) {
        return new RunListing(experiment, filter, orderBy, columns, shelf, most, page);
    }

    public RunListing withPage(PageToken token) {
        return new RunListing(experiment, filter, orderBy, columns, shelf, limit, Optional.of(token));
    }

    Query query() {
        return Query.EMPTY
                .with("experiment", experiment)
                .with("filter", filter)
                .with("orderBy", orderBy)
                .with("columns", columns.isEmpty() ? Optional.empty() : Optional.of(String.join(",", columns)))
                .with("archived", shelf.word())
                .with("limit", limit)
                .with("pageToken", page.map(PageToken::value));
    }
}
