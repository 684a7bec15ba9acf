// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.RunColumn;
import dev.runlore.domain.filter.RunColumnParser;
import dev.runlore.domain.filter.RunOrderParser;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.WireJson;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import dev.runlore.store.Store;
import java.io.IOException;
import java.util.List;

/** The list of runs, one array a column. */
final class RunTable {
    private static final String DEFAULT_COLUMNS = "id,number,name,experiment,status,created,started,ended,duration";
    private static final int USUAL = 100;

    private final Store store;

    RunTable(Store store) {
        this.store = store;
    }

    /** @throws dev.runlore.domain.RunloreException INVALID_ARGUMENT for a filter, order or columns that cannot be read */
    Answer list(Query query) {
        List<RunColumn> columns = RunColumnParser.parse(query.find("columns").orElse(DEFAULT_COLUMNS));
        Page<Run> page = store.runs().list(runs(query));
        List<RunId> ids = page.items().stream().map(Run::id).toList();
        List<TableColumn> filled =
                columns.stream().map(column -> fill(column, ids)).toList();
        return new Answer(page, filled);
    }

    private static RunQuery runs(Query query) {
        Filter filter = query.find("filter").map(FilterParser::parse).orElse(new Filter.All());
        return new RunQuery(
                query.find("experiment"),
                filter,
                query.find("orderBy").map(RunOrderParser::parse),
                archived(query, filter),
                query.limit(USUAL, Limits.PAGE),
                query.pageToken());
    }

    /** Who filters by the flag has asked for archived runs. */
    static Archived archived(Query query, Filter filter) {
        Archived usual = filter.mentions(Attribute.ARCHIVED) ? Archived.ALL : Archived.NO;
        return query.find("archived").map(Archived::parse).orElse(usual);
    }

    private TableColumn fill(RunColumn column, List<RunId> ids) {
        return new TableColumn(column.text(), RunCells.of(column, store, ids));
    }

    /** A column and what writes one run's cell of it. */
    record TableColumn(String name, RunCells cells) {}

    record Answer(Page<Run> page, List<TableColumn> columns) {
        void write(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeObjectFieldStart("columns");
            for (TableColumn column : columns) {
                out.writeArrayFieldStart(column.name());
                for (Run run : page.items()) {
                    column.cells().write(out, run);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
            WireJson.next(out, page.next());
            out.writeEndObject();
        }
    }
}
