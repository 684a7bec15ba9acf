// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.PageToken;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of the run table, one list a column, all of the same length.
 *
 * @param columns JSON values as {@link JsonTree} reads them; an absent cell is null. {@link Cells#read} types a metric's
 */
public record RunTable(Map<String, List<@Nullable Object>> columns, Optional<PageToken> next) {

    public RunTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        if (columns.values().stream().map(List::size).distinct().count() > 1) {
            throw JsonObject.unexpected("the columns of the run table differ in length");
        }
    }

    static RunTable read(JsonObject answer) {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        JsonObject cells = answer.object("columns");
        cells.fields().keySet().forEach(name -> columns.put(name, cells.list(name)));
        return new RunTable(columns, answer.findText("nextPageToken").map(PageToken::new));
    }

    /** Number of runs. */
    public int size() {
        return columns.isEmpty() ? 0 : columns.values().iterator().next().size();
    }

    /** One cell; null when it is absent or the column was not asked for. */
    public @Nullable Object cell(String column, int row) {
        List<@Nullable Object> cells = columns.get(column);
        return cells == null ? null : cells.get(row);
    }
}
