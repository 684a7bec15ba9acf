// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON for people and scripts: two spaces of indent, keys by code point, numbers as Python writes them, text as it is (UTF-8);
 * control characters and those that turn the direction of text are escaped, so that no terminal obeys them. Numbers that are not finite are the strings of the API.
 */
final class JsonText {
    private final Appendable out;
    private final Palette palette;
    private final boolean spaced;

    private JsonText(Appendable out, Palette palette, boolean spaced) {
        this.out = out;
        this.palette = palette;
        this.spaced = spaced;
    }

    static void write(Appendable out, @Nullable Object tree, Palette palette) throws IOException {
        new JsonText(out, palette, true).value(tree, "\n");
        out.append('\n');
    }

    /** On one line, for a cell of a table. */
    static String compact(@Nullable Object tree) {
        StringBuilder text = new StringBuilder();
        try {
            new JsonText(text, Palette.PLAIN, false).value(tree, "");
        } catch (IOException e) {
            throw new IllegalStateException("a StringBuilder takes everything", e);
        }
        return text.toString();
    }

    private void value(@Nullable Object tree, String indent) throws IOException {
        switch (tree) {
            case Map<?, ?> map -> object(map, indent);
            case List<?> list -> array(list, indent);
            case String text -> coloured(palette.text, quoted(text));
            case Double number when !Double.isFinite(number) -> coloured(palette.text, quoted(number.toString()));
            case Double number -> coloured(palette.literal, PythonNumbers.repr(number));
            case null -> coloured(palette.literal, "null");
            default -> coloured(palette.literal, tree.toString());
        }
    }

    private void object(Map<?, ?> map, String indent) throws IOException {
        List<String> keys = new ArrayList<>();
        map.keySet().forEach(key -> keys.add((String) key));
        keys.sort(CodePointOrder.INSTANCE);
        Iterator<String> next = keys.iterator();
        out.append('{');
        String inner = spaced ? indent + "  " : "";
        while (next.hasNext()) {
            String key = next.next();
            out.append(inner);
            coloured(palette.key, quoted(key));
            out.append(": ");
            value(map.get(key), inner);
            comma(next);
        }
        out.append(keys.isEmpty() ? "" : indent).append('}');
    }

    private void array(List<?> list, String indent) throws IOException {
        Iterator<?> next = list.iterator();
        out.append('[');
        String inner = spaced ? indent + "  " : "";
        while (next.hasNext()) {
            out.append(inner);
            value(next.next(), inner);
            comma(next);
        }
        out.append(list.isEmpty() ? "" : indent).append(']');
    }

    private void comma(Iterator<?> next) throws IOException {
        if (next.hasNext()) {
            out.append(spaced ? "," : ", ");
        }
    }

    private void coloured(String colour, String text) throws IOException {
        out.append(colour).append(text).append(palette.end);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    if (VisibleText.isObeyed(c)) {
                        VisibleText.appendUnicode(quoted, c);
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
