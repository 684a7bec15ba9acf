// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads fields: an attribute ({@code status}), or {@code metrics.}, {@code params.}, {@code tags.} or {@code properties.} and a
 * name, or {@code datasets.} and {@code name}, {@code digest} or {@code context}. A name in {@code "…"} or {@code `…`} may hold any character, the quote itself written twice. After a metric a last
 * segment {@code last}, {@code min}, {@code max}, {@code first} or {@code count} is the aggregate, unless it is the whole name or
 * quoted.
 */
public final class RunFieldParser {
    private static final String FIELDS =
            "metrics.NAME, params.KEY, tags.KEY, properties.KEY, datasets.name, datasets.digest," + " datasets.context";

    private RunFieldParser() {}

    /**
     * Reads a text that is one field.
     *
     * @throws FilterException when it is not
     */
    public static RunField parse(String text) {
        Tokens tokens = new Tokens("field", text);
        RunField field = read(tokens);
        tokens.expectEnd("the end after one field");
        return field;
    }

    /** Reads the field that comes next. */
    static RunField read(Tokens tokens) {
        if (!(tokens.current() instanceof Token.Word word)) {
            throw tokens.unexpected("a field such as status, metrics.loss.min or params.lr");
        }
        RunField field = field(tokens, word);
        tokens.take();
        return field;
    }

    private static RunField field(Tokens tokens, Token.Word word) {
        String first = word.segments().getFirst().text();
        List<Token.Segment> rest = word.segments().subList(1, word.segments().size());
        try {
            return switch (first) {
                case "metrics" -> metric(rest);
                case "params" -> new RunField.Parameter(key(first, rest));
                case "tags" -> new RunField.Tag(key(first, rest));
                case "properties" -> new RunField.Property(key(first, rest));
                case "datasets" -> dataset(key(first, rest));
                default -> attribute(first, rest);
            };
        } catch (RunloreException brokenRule) {
            throw tokens.error(word, String.valueOf(brokenRule.getMessage()));
        }
    }

    private static RunField metric(List<Token.Segment> names) {
        if (names.size() > 1 && !names.getLast().quoted()) {
            var aggregate = Aggregate.find(names.getLast().text());
            if (aggregate.isPresent()) {
                return new RunField.Metric(key("metrics", names.subList(0, names.size() - 1)), aggregate.get());
            }
        }
        return new RunField.Metric(key("metrics", names), Aggregate.LAST);
    }

    private static RunField dataset(String part) {
        return RunField.Dataset.Part.find(part)
                .map(RunField.Dataset::new)
                .orElseThrow(() -> RunloreException.invalid(
                        "a dataset has name, digest and context but not " + Shown.text(part) + "; use one of these"));
    }

    private static String key(String kind, List<Token.Segment> names) {
        if (names.isEmpty()) {
            throw RunloreException.invalid(kind + " needs a dot and a name, such as " + kind + ".loss");
        }
        return names.stream().map(Token.Segment::text).collect(Collectors.joining("."));
    }

    private static RunField attribute(String word, List<Token.Segment> rest) {
        Attribute attribute = Attribute.find(word)
                .orElseThrow(() -> RunloreException.invalid("there is no attribute " + word + "; the attributes are "
                        + Attribute.list() + "; the other fields are " + FIELDS));
        if (!rest.isEmpty()) {
            throw RunloreException.invalid(word + " is an attribute and has nothing after a dot; for a name with a dot"
                    + " use one of " + FIELDS);
        }
        return attribute;
    }
}
