// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.RunOrder;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import dev.runlore.store.RunQuery;
import java.util.List;
import java.util.Optional;

/** Lists and groups of runs: from the columns in memory when they are there, else from the database. Thread-safe. */
final class RunLists {
    private final Readers readers;
    private final RunTable table;
    private final long workspace;

    RunLists(Readers readers, RunTable table, long workspace) {
        this.readers = readers;
        this.table = table;
        this.workspace = workspace;
    }

    Page<Run> list(RunQuery query) {
        Token tokens = Token.of(
                "runs",
                query.experiment(),
                query.experiments(),
                query.filter(),
                query.order().map(RunOrder::text),
                query.archived());
        long after = tokens.read(query.token(), 0)[0];
        Optional<List<String>> names = query.experiments().map(this::names);
        if (names.isPresent() && names.get().isEmpty()) {
            return new Page<>(List.of(), Optional.empty());
        }
        RunSelection selection = new RunSelection(query.experiment(), within(names, query.filter()), query.archived());
        ColumnListing columns = new ColumnListing(selection, query.order(), query.limit());
        if (columns.isAlongAnIndex()) {
            return readers.read(session ->
                    RunListing.page(session, fromDatabase(session, query, selection, after), query.limit(), tokens));
        }
        table.want(columns.fields());
        return readers.read(session -> {
            List<Long> found = table.ask(session, columns.fields(), values -> columns.runs(values, after))
                    .orElseGet(() -> fromDatabase(session, query, selection, after));
            return RunListing.page(session, found, query.limit(), tokens);
        });
    }

    private List<Long> fromDatabase(Session session, RunQuery query, RunSelection selection, long after) {
        FieldSql fields = new FieldSql(session, workspace);
        Optional<RunOrder> order = query.order().filter(given -> !given.terms().isEmpty());
        RunListing listing = new RunListing(session, selection.condition(fields, workspace), order, fields);
        return session.limited(() -> listing.runs(query.limit(), after));
    }

    /** Names of those of the experiments that are there. */
    private List<String> names(List<ExperimentId> experiments) {
        String ids = Json.numbers(experiments.stream().map(ExperimentId::value).toList());
        return readers.read(session -> session.list("""
                SELECT name FROM experiment WHERE workspace_id = ? AND experiment_id IN (SELECT value FROM json_each(?))
                ORDER BY experiment_id
                """, row -> row.getString(1), workspace, ids));
    }

    private static Filter within(Optional<List<String>> names, Filter filter) {
        if (names.isEmpty()) {
            return filter;
        }
        Filter within = new Filter.In(
                Attribute.EXPERIMENT,
                names.get().stream().<Literal>map(Literal.Text::new).toList());
        return filter instanceof Filter.All ? within : new Filter.And(List.of(within, filter));
    }

    Page<Run> children(RunId parent, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("children", parent);
        long after = tokens.read(token, 0)[0];
        return readers.read(session -> {
            Clause condition = Clause.of("r.workspace_id = ? AND r.parent = ?", workspace, parent.value());
            FieldSql fields = new FieldSql(session, workspace);
            List<Long> found = new RunListing(session, condition, Optional.empty(), fields).runs(limit, after);
            return RunListing.page(session, found, limit, tokens);
        });
    }

    List<RunGroup> groups(GroupQuery query) {
        ColumnGroups columns = new ColumnGroups(query);
        table.want(columns.fields());
        return readers.read(session -> table.ask(session, columns.fields(), columns::groups)
                .orElseGet(() -> session.limited(() -> new GroupListing(session, workspace, query).groups())));
    }
}
