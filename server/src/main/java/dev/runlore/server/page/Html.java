// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An HTML page as it is written. Markup comes from our own constants; whatever a client sent passes {@link #text}, isolated, so
 * that neither a tag nor a right-to-left mark of it reaches beyond its place. Not thread-safe.
 */
final class Html {
    private final StringBuilder page = new StringBuilder(8192);

    Html(String title) {
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        page.append(escaped(title))
                .append("</title>\n<style>\n")
                .append(Style.CSS)
                .append("</style>\n</head>\n<body>\n");
    }

    /** Our own markup, never a client's text. */
    Html markup(String markup) {
        page.append(markup);
        return this;
    }

    Html text(String text) {
        page.append("<bdi>").append(escaped(text)).append("</bdi>");
        return this;
    }

    Html pre(String text) {
        page.append("<pre>").append(escaped(text)).append("</pre>\n");
        return this;
    }

    Html link(String path, String text) {
        page.append("<a href=\"").append(escaped(path)).append("\">");
        return text(text).markup("</a>");
    }

    Html heading(String text) {
        return markup("<h2>").text(text).markup("</h2>\n");
    }

    Html row(String term, String text) {
        return markup("<dt>").text(term).markup("</dt><dd>").text(text).markup("</dd>\n");
    }

    Html row(String term, Optional<String> text) {
        return text.isPresent() ? row(term, text.get()) : this;
    }

    Html beginTable(String... columns) {
        markup("<div class=\"wide\"><table>\n<thead><tr>");
        for (String column : columns) {
            markup("<th>").text(column).markup("</th>");
        }
        return markup("</tr></thead>\n<tbody>\n");
    }

    Html cells(List<String> cells) {
        cells.forEach(cell -> markup("<td>").text(cell).markup("</td>"));
        return this;
    }

    Html endTable() {
        return markup("</tbody></table></div>\n");
    }

    byte[] bytes() {
        return (page + "</body>\n</html>\n").getBytes(StandardCharsets.UTF_8);
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.appendCodePoint(c);
                default -> escaped.appendCodePoint(isShown(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isShown(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
    }
}
