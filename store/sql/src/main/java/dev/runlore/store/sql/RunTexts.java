// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Run;
import dev.runlore.store.WrittenOnceException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run's tags, properties, parameters, warnings, name and description. Each method answers whether it changed the run. */
final class RunTexts {
    /** How many warnings a run keeps: the latest. */
    static final int WARNINGS = 100;

    /** A text of the run itself. */
    enum Field {
        NAME("UPDATE run SET name = ?1 WHERE run_key = ?2 AND name IS NOT ?1"),
        DESCRIPTION("UPDATE run SET description = ?1 WHERE run_key = ?2 AND description IS NOT ?1"),
        PARENT("UPDATE run SET parent = ?1 WHERE run_key = ?2 AND parent IS NOT ?1");

        private final String update;

        Field(String update) {
            this.update = update;
        }
    }

    private RunTexts() {}

    static boolean put(Writing writing, RunState run, Field field, @Nullable String text) {
        return writing.session().update(field.update, text, run.key()) > 0;
    }

    static boolean tag(Writing writing, RunState run, String key, Optional<String> text) {
        String put = """
                INSERT INTO run_tag (run_key, key, workspace_id, position, text, number)
                VALUES (?1, ?2, ?3, (SELECT coalesce(max(position), 0) + 1 FROM run_tag WHERE run_key = ?1), ?4, ?5)
                ON CONFLICT (run_key, key) DO UPDATE SET text = excluded.text, number = excluded.number
                  WHERE text IS NOT excluded.text
                """;
        return writing.session().update(put, run.key(), key, writing.workspace(), text, number(text.orElse(null))) > 0;
    }

    static boolean untag(Writing writing, RunState run, String key) {
        return writing.session().update("DELETE FROM run_tag WHERE run_key = ? AND key = ?", run.key(), key) > 0;
    }

    static boolean property(Writing writing, RunState run, String key, String text) {
        Optional<String> there = writing.session()
                .first(
                        "SELECT text FROM run_property WHERE run_key = ? AND key = ?",
                        row -> row.getString(1),
                        run.key(),
                        key);
        if (there.isPresent()) {
            if (!there.get().equals(text)) {
                throw new WrittenOnceException("property", key, there.get());
            }
            return false;
        }
        String put = """
                INSERT INTO run_property (run_key, key, workspace_id, position, text, number)
                VALUES (?1, ?2, ?3, (SELECT count(*) FROM run_property WHERE run_key = ?1), ?4, ?5)
                """;
        writing.session().update(put, run.key(), key, writing.workspace(), text, number(text));
        return true;
    }

    static boolean parameter(Writing writing, RunState run, String key, Cell value) {
        byte[] cell = CellBytes.of(value);
        Optional<Cell> there = writing.session()
                .first(
                        "SELECT cell FROM run_param WHERE run_key = ? AND key = ?",
                        row -> CellBytes.read(row.getBytes(1)),
                        run.key(),
                        key);
        if (there.isPresent()) {
            if (!isSame(there.get(), value)) {
                throw new WrittenOnceException("parameter", key, Objects.requireNonNullElse(text(there.get()), "none"));
            }
            return false;
        }
        String put = """
                INSERT INTO run_param (run_key, key, workspace_id, position, cell, text, number)
                VALUES (?1, ?2, ?3, (SELECT count(*) FROM run_param WHERE run_key = ?1), ?4, ?5, ?6)
                """;
        writing.session().update(put, run.key(), key, writing.workspace(), cell, text(value), number(text(value)));
        return true;
    }

    static boolean warn(Writing writing, RunState run, String text) {
        return warn(writing, run, new Run.RunWarning(writing.now(), text));
    }

    static boolean warn(Writing writing, RunState run, Run.RunWarning warning) {
        long position = writing.session()
                .number("SELECT coalesce(max(position), 0) + 1 FROM run_warning WHERE run_key = ?", run.key());
        writing.session()
                .update(
                        "INSERT INTO run_warning (run_key, position, workspace_id, at, text) VALUES (?, ?, ?, ?, ?)",
                        run.key(),
                        position,
                        writing.workspace(),
                        warning.at(),
                        warning.text());
        writing.session()
                .update("DELETE FROM run_warning WHERE run_key = ? AND position <= ?", run.key(), position - WARNINGS);
        return true;
    }

    /** Clients that know only text send as text what others have sent as a number. */
    private static boolean isSame(Cell stored, Cell given) {
        boolean isText = stored instanceof Cell.Text || given instanceof Cell.Text;
        return stored.equals(given) || isText && Objects.equals(text(stored), text(given));
    }

    /** A cell as the text that filters see, and read a number from: null for none. */
    private static @Nullable String text(Cell cell) {
        return switch (cell) {
            case Cell.Float64(double value) -> Double.toString(value);
            case Cell.Int64(long value) -> Long.toString(value);
            case Cell.Bool(boolean value) -> Boolean.toString(value);
            case Cell.Text(String value) -> value;
            case Cell.None none -> null;
        };
    }

    private static @Nullable Number number(@Nullable String text) {
        return text == null ? null : SeriesRows.number(text);
    }
}
