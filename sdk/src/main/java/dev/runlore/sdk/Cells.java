// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Cell;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cells between their JSON form and their type. */
public final class Cells {
    private Cells() {}

    /** The cell that a JSON value of the API stands for; null is none. */
    public static Cell read(@Nullable Object json) {
        return switch (json) {
            case null -> Cell.NONE;
            case Boolean bool -> Cell.of(bool);
            case Long integer -> Cell.of(integer);
            case Double number -> Cell.of(number);
            case String text -> text(text);
            case Map<?, ?> escaped when escaped.get("x") instanceof String text -> Cell.of(text);
            case Number larger -> Cell.of(larger.toString());
            default -> throw JsonObject.unexpected("a cell was expected");
        };
    }

    static List<Cell> readAll(List<@Nullable Object> json) {
        return json.stream().map(Cells::read).toList();
    }

    private static Cell text(String text) {
        return switch (text) {
            case "NaN" -> Cell.of(Double.NaN);
            case "Infinity" -> Cell.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> Cell.of(Double.NEGATIVE_INFINITY);
            default -> Cell.of(text);
        };
    }

    /** The JSON value of a cell: what {@link #read} reads back as the same cell. */
    public static @Nullable Object write(Cell cell) {
        return switch (cell) {
            case Cell.Float64(double value) -> value;
            case Cell.Int64(long value) -> value;
            case Cell.Bool(boolean value) -> value;
            case Cell.Text(String value) -> text(value) instanceof Cell.Text ? value : Map.of("x", value);
            case Cell.None none -> null;
        };
    }
}
