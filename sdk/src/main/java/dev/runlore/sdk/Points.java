// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Cell;
import dev.runlore.domain.PageToken;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one metric in the order of arrival, column by column. All lists have the same length.
 *
 * @param times milliseconds since 1970
 * @param steps empty where a row has none
 * @param columns cells by column; a scalar's column is {@code ""}; an absent cell is none
 */
public record Points(
        List<Long> times, List<OptionalDouble> steps, Map<String, List<Cell>> columns, Optional<PageToken> next) {

    public Points {
        times = List.copyOf(times);
        steps = List.copyOf(steps);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        for (List<Cell> cells : columns.values()) {
            if (cells.size() != times.size() || steps.size() != times.size()) {
                throw JsonObject.unexpected("the columns of points differ in length");
            }
        }
    }

    static Points read(JsonObject answer) {
        Map<String, List<Cell>> columns = new LinkedHashMap<>();
        JsonObject cells = answer.object("columns");
        cells.fields().keySet().forEach(name -> columns.put(name, Cells.readAll(cells.list(name))));
        return new Points(
                answer.list("t").stream().map(Long.class::cast).toList(),
                answer.list("s").stream().map(Points::step).toList(),
                columns,
                answer.findText("nextPageToken").map(PageToken::new));
    }

    private static OptionalDouble step(@Nullable Object step) {
        return step == null ? OptionalDouble.empty() : OptionalDouble.of(((Number) step).doubleValue());
    }
}
