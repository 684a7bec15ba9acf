// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the value that a field is compared with, as the field's type needs it. */
final class LiteralParser {
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?([Zz]|[+-]\\d{2}:\\d{2})");
    private static final String STATUSES =
            Arrays.stream(RunStatus.values()).map(RunStatus::name).collect(Collectors.joining(", "));

    private final Tokens tokens;
    private final RunField field;

    LiteralParser(Tokens tokens, RunField field) {
        this.tokens = tokens;
        this.field = field;
    }

    Literal read(Operator operator) {
        Literal literal = switch (field.type()) {
            case TEXT -> text();
            case TEXT_OR_NUMBER -> textOrNumber(operator);
            case NUMBER, DURATION -> number(tokens.current());
            case TIME -> time();
            case BOOLEAN -> flag();
            case STATUS -> status();
        };
        tokens.take();
        return literal;
    }

    private Literal textOrNumber(Operator operator) {
        if (operator.isOrdering()) {
            return number(tokens.current());
        }
        return tokens.current() instanceof Token.Number ? number(tokens.current()) : text();
    }

    private Literal text() {
        return new Literal.Text(
                quoted("%s in quotes".formatted(field.type().description())).text());
    }

    private Literal number(Token token) {
        if (!(token instanceof Token.Number number)) {
            throw expected("a number without quotes");
        }
        double real = Double.parseDouble(number.digits());
        if (Double.isInfinite(real)) {
            throw expected("a number within ±1.7976931348623157e308");
        }
        Number exact = TextNumber.of(number.digits());
        return exact instanceof Long whole ? new Literal.Whole(whole) : new Literal.Real(real);
    }

    private Literal time() {
        String example = "a time in quotes such as \"2026-09-01T08:30:00Z\", with at most 6 decimals";
        Token.Quoted token = quoted(example);
        if (!RFC_3339.matcher(token.text()).matches()) {
            throw expected(example);
        }
        try {
            String upper = token.text().toUpperCase(Locale.ROOT);
            return new Literal.Time(OffsetDateTime.parse(upper).toInstant());
        } catch (DateTimeException | RunloreException noSuchTime) {
            throw expected("a time that exists, in the years 0 to 9999,");
        }
    }

    private Literal flag() {
        if (tokens.isWord("true") || tokens.isWord("false")) {
            return new Literal.Flag(tokens.isWord("true"));
        }
        throw expected("true or false without quotes");
    }

    private Literal status() {
        Token.Quoted token = quoted("a status in quotes, such as \"Completed\",");
        return Arrays.stream(RunStatus.values())
                .filter(status -> status.name().equals(token.text()))
                .findFirst()
                .map(Literal.Status::new)
                .orElseThrow(() -> expected("a status, one of " + STATUSES + ","));
    }

    private Token.Quoted quoted(String expected) {
        if (tokens.current() instanceof Token.Quoted quoted) {
            return quoted;
        }
        throw expected(expected);
    }

    private FilterException expected(String what) {
        return tokens.unexpected(what + " to compare " + field.text() + " with");
    }
}
