// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Filters, fields and orders made from a seed: every kind of node, and names and texts full of syntax. */
final class RandomFilters {
    private static final List<String> PIECES = List.of(
            "a",
            "loss",
            "min",
            "count",
            "last",
            ".",
            "..",
            " ",
            "\"",
            "'",
            "`",
            "\\",
            "%",
            "_",
            "-",
            "/",
            ":",
            "@",
            "é",
            "e\u0301",
            "训练",
            "😀",
            "(",
            ")",
            ",",
            ";",
            "--",
            "and",
            "NULL",
            "\n",
            "\t",
            "\u202e",
            "1",
            "0.5",
            "=",
            "<",
            "{0.__class__}");

    private final Random random;
    private int terms;

    RandomFilters(long seed) {
        random = new Random(seed);
    }

    Filter filter() {
        terms = 0;
        return filter(6);
    }

    private Filter filter(int depth) {
        if (depth == 0 || terms > 60) {
            return condition();
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Filter.And(parts(depth));
            case 1 -> new Filter.Or(parts(depth));
            case 2 -> new Filter.Not(filter(depth - 1));
            default -> condition();
        };
    }

    private List<Filter> parts(int depth) {
        return Stream.generate(() -> filter(depth - 1))
                .limit(2 + random.nextInt(3))
                .toList();
    }

    private Filter condition() {
        terms++;
        RunField field = field();
        return switch (random.nextInt(6)) {
            case 0 -> new Filter.IsNull(field);
            case 1 -> new Filter.In(field, literals(field));
            case 2 -> field.type().isText() ? new Filter.Like(field, pattern()) : new Filter.IsNull(field);
            default -> comparison(field);
        };
    }

    private Filter comparison(RunField field) {
        while (true) {
            Operator operator = pick(Operator.values());
            Literal literal = literal();
            if (field.type().accepts(operator, literal)) {
                return new Filter.Comparison(field, operator, literal);
            }
        }
    }

    private List<Literal> literals(RunField field) {
        return Stream.generate(this::literal)
                .filter(literal -> field.type().accepts(Operator.EQUAL, literal))
                .limit(1 + random.nextInt(4))
                .toList();
    }

    private Literal literal() {
        return switch (random.nextInt(6)) {
            case 0 -> new Literal.Text(random.nextInt(5) == 0 ? "" : text(8));
            case 1 -> new Literal.Whole(pick(0L, 1L, -7L, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong()));
            case 2 -> new Literal.Real(real());
            case 3 -> new Literal.Flag(random.nextBoolean());
            case 4 -> new Literal.Time(time());
            default -> new Literal.Status(pick(RunStatus.values()));
        };
    }

    private double real() {
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any : pick(-0.0, Double.MIN_VALUE, -Double.MAX_VALUE, 1e21);
    }

    private Instant time() {
        long micros = random.nextLong(4_000_000_000_000_000L);
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
    }

    private LikePattern pattern() {
        String text = text(6).replace("\\", "\\\\");
        return new LikePattern(random.nextBoolean() ? text : text + "\\%", random.nextBoolean());
    }

    RunField field() {
        return switch (random.nextInt(5)) {
            case 0 -> new RunField.Metric(text(4), pick(Aggregate.values()));
            case 1 -> new RunField.Parameter(text(4));
            case 2 -> new RunField.Tag(text(4));
            case 3 -> new RunField.Property(text(4));
            default -> pick(Attribute.values());
        };
    }

    RunColumn column() {
        return random.nextInt(4) == 0 ? pick(RunColumn.Detail.values()) : new RunColumn.Field(field());
    }

    RunOrder order() {
        return new RunOrder(Stream.generate(this::field)
                .distinct()
                .limit(random.nextInt(9))
                .map(field -> new RunOrder.Term(field, pick(RunOrder.Direction.values())))
                .toList());
    }

    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(0, random.nextInt(longest))
                .forEach(i -> text.append(PIECES.get(random.nextInt(PIECES.size()))));
        return text.toString();
    }

    /** A text of pieces with no sense, and of the language's own words. */
    String nonsense() {
        List<String> words =
                List.of(" not ", " in ", " like ", " is null", "metrics.", "status", "params.", " or ", "''", "<>");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            text.append(random.nextBoolean() ? words.get(random.nextInt(words.size())) : text(2));
        }
        return text.toString();
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }
}
