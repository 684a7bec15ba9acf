// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a filter in the native language; {@link FilterParser} reads the same filter back. */
public final class FilterPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private FilterPrinter() {}

    /** The canonical text. */
    public static String print(Filter filter) {
        return switch (filter) {
            case Filter.All all -> "";
            case Filter.And and -> joined(" and ", and.parts(), FilterPrinter::partOfAnd);
            case Filter.Or or -> joined(" or ", or.parts(), FilterPrinter::partOfOr);
            case Filter.Not not -> not(not.part());
            case Filter.Comparison c -> c.field().text() + " " + c.operator().symbol() + " " + literal(c.literal());
            case Filter.In in -> in(in, "");
            case Filter.Like like -> like(like, "");
            case Filter.IsNull isNull -> isNull.field().text() + " is null";
        };
    }

    private interface Part {
        String print(Filter filter);
    }

    private static String joined(String word, List<Filter> parts, Part part) {
        return parts.stream().map(part::print).collect(Collectors.joining(word));
    }

    private static String partOfAnd(Filter part) {
        return part instanceof Filter.And || part instanceof Filter.Or ? "(" + print(part) + ")" : print(part);
    }

    private static String partOfOr(Filter part) {
        return part instanceof Filter.Or ? "(" + print(part) + ")" : print(part);
    }

    private static String not(Filter part) {
        return switch (part) {
            case Filter.In in -> in(in, "not ");
            case Filter.Like like -> like(like, "not ");
            case Filter.IsNull isNull -> isNull.field().text() + " is not null";
            case Filter.And and -> "not " + partOfAnd(and);
            case Filter.Or or -> "not " + partOfAnd(or);
            case Filter.All all -> throw RunloreException.invalid("no filter is the opposite of every run");
            case Filter.Not not -> "not " + print(not);
            case Filter.Comparison comparison -> "not " + print(comparison);
        };
    }

    private static String in(Filter.In in, String not) {
        String list = in.literals().stream().map(FilterPrinter::literal).collect(Collectors.joining(", "));
        return in.field().text() + " " + not + "in (" + list + ")";
    }

    private static String like(Filter.Like like, String not) {
        return like.field().text() + " " + not + (like.pattern().ignoresCase() ? "ilike " : "like ")
                + quoted(like.pattern().text());
    }

    private static String literal(Literal literal) {
        return switch (literal) {
            case Literal.Text text -> quoted(text.value());
            case Literal.Whole whole -> Long.toString(whole.value());
            case Literal.Real real -> Double.toString(real.value());
            case Literal.Flag flag -> Boolean.toString(flag.value());
            case Literal.Time time -> quoted(time(time.value()));
            case Literal.Status status -> quoted(status.value().name());
        };
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
