// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints answers in the chosen form.
 *
 * @param coloured whether there is a terminal that may be coloured
 */
public record Output(Format format, Optional<String> query, boolean coloured) {

    /** Prints a value; {@code table} is how it looks as a table, when it has a look of its own and no query changed it. */
    public void print(OutputStream out, @Nullable Object tree, Optional<Table> table) throws IOException {
        Object shown = query.isPresent() ? JmesPath.evaluate(query.get(), tree) : tree;
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        switch (format) {
            case JSON -> JsonText.write(writer, shown, Palette.PLAIN);
            case JSONC -> JsonText.write(writer, shown, palette());
            case TABLE ->
                table.filter(own -> query.isEmpty())
                        .orElseGet(() -> Layout.of(shown))
                        .write(writer);
            case TSV -> TabSeparated.write(writer, shown);
            case YAML -> YamlText.write(writer, shown, Palette.PLAIN);
            case YAMLC -> YamlText.write(writer, shown, palette());
            case NONE -> {}
        }
        writer.flush();
    }

    private Palette palette() {
        return coloured ? Palette.COLOURED : Palette.PLAIN;
    }
}
