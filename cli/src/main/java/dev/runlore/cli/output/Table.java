// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Columns of text under headers and rules, two spaces apart. A column of numbers stands right, its decimal points below each
 * other; any other stands left. It is at least two wider than its header.
 */
public record Table(List<Column> columns) {

    /** Cells under a header; null is an empty cell. */
    public record Column(String header, List<@Nullable Object> cells) {
        /** A cell of each item. */
        public static <T> Column of(String header, List<T> items, Function<T, @Nullable Object> cell) {
            List<@Nullable Object> cells = new ArrayList<>();
            items.forEach(item -> cells.add(cell.apply(item)));
            return new Column(header, cells);
        }
    }

    public Table {
        columns = List.copyOf(columns);
    }

    /** All lines, each with its end. */
    public String text() {
        StringBuilder text = new StringBuilder();
        try {
            write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder has none
        }
        return text.toString();
    }

    void write(Appendable out) throws IOException {
        List<List<String>> laidOut = columns.stream().map(Table::layOut).toList();
        int rows = laidOut.isEmpty() ? 0 : laidOut.getFirst().size();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (List<String> column : laidOut) {
                line.append(line.isEmpty() ? "" : "  ").append(column.get(row));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** Header, rule and cells, all of one width. */
    private static List<String> layOut(Column column) {
        boolean numeric = isNumeric(column.cells());
        List<String> cells = numeric ? aligned(column.cells()) : texts(column.cells());
        String header = VisibleText.of(column.header());
        int width = TextWidth.of(header) + 2;
        for (String cell : cells) {
            width = Math.max(width, TextWidth.of(cell));
        }
        List<String> lines = new ArrayList<>();
        lines.add(padded(header, width, numeric));
        lines.add("-".repeat(width));
        for (String cell : cells) {
            lines.add(padded(cell, width, numeric));
        }
        return lines;
    }

    private static boolean isNumeric(List<@Nullable Object> cells) {
        boolean any = false;
        for (Object cell : cells) {
            if (cell != null && !(cell instanceof Number)) {
                return false;
            }
            any |= cell != null;
        }
        return any;
    }

    /** Filled on the right until the points stand below each other; an exponent marks the place where there is no point. */
    private static List<String> aligned(List<@Nullable Object> cells) {
        List<String> texts = texts(cells);
        int most = 0;
        for (String text : texts) {
            most = Math.max(most, behindPoint(text));
        }
        List<String> aligned = new ArrayList<>();
        for (String text : texts) {
            aligned.add(text + " ".repeat(most - behindPoint(text)));
        }
        return aligned;
    }

    private static int behindPoint(String number) {
        int point = number.indexOf('.');
        int mark = point >= 0 ? point : number.indexOf('e');
        return mark < 0 ? 0 : number.length() - mark;
    }

    private static List<String> texts(List<@Nullable Object> cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(text(cell));
        }
        return texts;
    }

    private static String text(@Nullable Object cell) {
        return switch (cell) {
            case null -> "";
            case Double number -> PythonNumbers.general(number);
            case Boolean bool -> bool ? "True" : "False";
            case String text -> VisibleText.of(text);
            case Number integer -> integer.toString();
            default -> JsonText.compact(cell);
        };
    }

    private static String padded(String text, int width, boolean right) {
        String fill = " ".repeat(width - TextWidth.of(text));
        return right ? fill + text : text + fill;
    }
}
