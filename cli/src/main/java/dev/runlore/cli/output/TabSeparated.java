// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by tab, a row a line, no header; the columns of objects are their keys by code point. */
final class TabSeparated {
    private TabSeparated() {}

    static void write(Appendable out, @Nullable Object tree) throws IOException {
        List<?> rows = tree instanceof List<?> list ? list : tree == null ? List.of() : List.of(tree);
        boolean objects = !rows.isEmpty() && rows.stream().allMatch(Map.class::isInstance);
        List<String> keys = objects ? Layout.keys(rows) : new ArrayList<>();
        keys.sort(CodePointOrder.INSTANCE);
        for (Object row : rows) {
            switch (row) {
                case Map<?, ?> object when objects -> line(out, cells(object, keys));
                case List<?> cells -> line(out, cells);
                case null, default -> line(out, Collections.singletonList(row));
            }
        }
    }

    private static List<@Nullable Object> cells(Map<?, ?> row, List<String> keys) {
        List<@Nullable Object> cells = new ArrayList<>();
        keys.forEach(key -> cells.add(row.get(key)));
        return cells;
    }

    private static void line(Appendable out, List<?> cells) throws IOException {
        String tab = "";
        for (Object cell : cells) {
            out.append(tab).append(text(cell));
            tab = "\t";
        }
        out.append('\n');
    }

    private static String text(@Nullable Object cell) {
        return switch (cell) {
            case null -> "";
            case String text -> VisibleText.of(text);
            case Double number -> PythonNumbers.repr(number);
            case Boolean bool -> bool.toString();
            case Number integer -> integer.toString();
            default -> JsonText.compact(cell);
        };
    }
}
