// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.User;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.filter.Aggregate;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.FieldType;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.LikePattern;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.RunOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs, and filters and orders over them, made from a seed out of few names and values, so that they often meet. */
final class RandomRuns {
    private static final List<String> NAMES = List.of("loss", "a b", "é", "x'\"%");
    private static final List<String> TEXTS =
            List.of("", "a", "A", "a%b", "a_b", "aXb", "10", "9", "1e1", " 10", "nan", "-inf", "true", "été", "深");
    private static final List<Double> REALS =
            List.of(0.0, -0.0, 1.0, 9.0, 10.0, 0.1, 0x1p53, 1e300, -1e300, Double.MIN_VALUE);
    private static final List<Long> WHOLES = List.of(0L, 1L, 9L, 10L, -7L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE);
    private static final Instant T = Instant.parse("2026-01-01T00:00:00.000001Z");

    private final Random random;

    /** A run to be made, with the cells that each metric gets. */
    record Draft(RunId id, List<RunRecord> list, Map<String, List<Cell>> metrics) {
        RunRecord[] records() {
            return list.toArray(RunRecord[]::new);
        }
    }

    /** A run that was made. */
    record Made(Run run, Draft draft) {
        RunId id() {
            return run.id();
        }

        /** The field's value as the reference takes it; null when the run has none. */
        @Nullable
        Object value(RunField field) {
            return switch (field) {
                case Attribute attribute -> attribute(attribute);
                case RunField.Metric metric -> metric(metric);
                case RunField.Parameter parameter -> text(run.params().get(parameter.key()));
                case RunField.Tag tag ->
                    run.tags()
                            .values()
                            .getOrDefault(tag.key(), Optional.empty())
                            .orElse(null);
                case RunField.Property property -> run.properties().get(property.key());
            };
        }

        private @Nullable Object attribute(Attribute attribute) {
            return switch (attribute) {
                case ID -> run.id().value();
                case NUMBER -> run.number();
                case NAME -> run.name().orElse(null);
                case EXPERIMENT -> run.experiment().name();
                case STATUS -> run.status();
                case SCRIPT -> run.script().orElse(null);
                case TARGET -> run.target();
                case USER -> run.user().name().orElse(null);
                case HOST -> run.host().orElse(null);
                case CREATED -> run.created();
                case STARTED -> run.started().orElse(null);
                case ENDED -> run.ended().orElse(null);
                case DURATION ->
                    run.duration().map(time -> time.toNanos() / 1e9).orElse(null);
                case PARENT -> run.parent().map(RunId::value).orElse(null);
                case ARCHIVED -> run.archived();
                case SNAPSHOT -> run.snapshot().orElse(null);
                case DESCRIPTION -> run.description().orElse(null);
            };
        }

        private @Nullable Object metric(RunField.Metric metric) {
            List<Cell> cells = draft.metrics.getOrDefault(metric.name(), List.of());
            if (cells.isEmpty()) {
                return null;
            }
            Stream<Double> numbers = cells.stream()
                    .filter(cell -> !(cell instanceof Cell.Text || cell instanceof Cell.None))
                    .map(Cell::asDouble)
                    .filter(number -> !Double.isNaN(number));
            return switch (metric.aggregate()) {
                case FIRST -> plain(cells.getFirst());
                case LAST -> plain(cells.getLast());
                case COUNT -> (long) cells.size();
                case MIN -> numbers.min(Double::compare).orElse(null);
                case MAX -> numbers.max(Double::compare).orElse(null);
            };
        }

        private static @Nullable Object plain(Cell cell) {
            return switch (cell) {
                case Cell.Float64(double value) -> value;
                case Cell.Int64(long value) -> value;
                case Cell.Bool(boolean value) -> value;
                case Cell.Text(String value) -> value;
                case Cell.None none -> null;
            };
        }

        /** Parameters are compared as the texts of their values. */
        private static @Nullable String text(@Nullable Cell cell) {
            Object plain = cell == null ? null : plain(cell);
            return plain == null ? null : plain.toString();
        }
    }

    RandomRuns(long seed) {
        random = new Random(seed);
    }

    Draft draft(int number) {
        RunId id = new RunId("r" + number);
        RunDraft draft = RunDraft.of(id, pick(List.of("iris", "été")), User.named(pick(List.of("anna", "ben"))));
        List<RunRecord> records = new ArrayList<>();
        records.add(new RunRecord.Create(draft, WriterFacts.UNKNOWN));
        Map<String, List<Cell>> metrics = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                records.add(new RunRecord.Tag(name, Optional.of(pick(TEXTS)).filter(text -> random.nextInt(5) > 0)));
            }
            if (random.nextBoolean()) {
                records.add(new RunRecord.Property(name, pick(TEXTS)));
            }
            if (random.nextBoolean()) {
                records.add(new RunRecord.Parameter(name, cell()));
            }
            if (random.nextInt(3) > 0) {
                List<Cell> cells =
                        Stream.generate(this::cell).limit(1 + random.nextInt(3)).toList();
                metrics.put(name, cells);
                records.add(new RunRecord.Rows(name, MetricKind.LIST, 1, OptionalDouble.empty(), Map.of("", cells)));
            }
        }
        if (random.nextBoolean()) {
            records.add(new RunRecord.Rename(pick(TEXTS)));
        }
        if (random.nextBoolean()) {
            RunStatus end = pick(List.of(RunStatus.Completed, RunStatus.Failed, RunStatus.Canceled));
            records.add(new RunRecord.Status(end, Optional.of(pick(times())), Optional.empty()));
        }
        records.add(new RunRecord.Archive(random.nextBoolean()));
        return new Draft(id, records, metrics);
    }

    /** Records that change a run in some way, and the draft as it is then. */
    Draft change(Draft before) {
        Map<String, List<Cell>> metrics = new LinkedHashMap<>(before.metrics);
        List<RunRecord> records = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String name = pick(NAMES);
            switch (random.nextInt(6)) {
                case 0 -> records.add(new RunRecord.Tag(name, Optional.of(pick(TEXTS))));
                case 1 -> records.add(new RunRecord.Untag(name));
                case 2 -> records.add(new RunRecord.Rename(pick(TEXTS)));
                case 3 -> records.add(new RunRecord.Archive(random.nextBoolean()));
                default -> {
                    List<Cell> cells = new ArrayList<>(metrics.getOrDefault(name, List.of()));
                    Cell cell = cell();
                    cells.add(cell);
                    metrics.put(name, cells);
                    records.add(new RunRecord.Rows(
                            name, MetricKind.LIST, 1, OptionalDouble.empty(), Map.of("", List.of(cell))));
                }
            }
        }
        return new Draft(before.id, records, metrics);
    }

    /** One or two fields that runs can be grouped by. */
    List<RunField> keys() {
        return Stream.generate(this::field)
                .filter(field -> switch (field.type()) {
                    case TEXT, TEXT_OR_NUMBER, STATUS, BOOLEAN -> true;
                    case NUMBER, TIME, DURATION -> false;
                })
                .distinct()
                .limit(1 + random.nextInt(2))
                .toList();
    }

    /** Some fields that hold numbers. */
    List<RunField> numbers() {
        return Stream.generate(this::field)
                .filter(field -> switch (field.type()) {
                    case NUMBER, DURATION -> true;
                    case TEXT, TEXT_OR_NUMBER, TIME, BOOLEAN, STATUS -> false;
                })
                .distinct()
                .limit(random.nextInt(4))
                .toList();
    }

    <T> T one(List<T> values) {
        return pick(values);
    }

    private static List<Instant> times() {
        Instant start = StoreContract.START;
        return List.of(
                T, start, start.plusNanos(1_000), start.plusSeconds(9), start.plusSeconds(10), start.plusMillis(100));
    }

    private Cell cell() {
        return switch (random.nextInt(8)) {
            case 0 -> Cell.of(pick(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)));
            case 1 -> Cell.of(random.nextBoolean());
            case 2 -> Cell.of(pick(TEXTS));
            case 3 -> Cell.NONE;
            case 4, 5 -> Cell.of(pick(WHOLES));
            default -> Cell.of(pick(REALS));
        };
    }

    Filter filter(int depth) {
        if (depth == 0) {
            return condition();
        }
        return switch (random.nextInt(5)) {
            case 0 -> new Filter.And(List.of(filter(depth - 1), filter(depth - 1)));
            case 1 -> new Filter.Or(List.of(filter(depth - 1), filter(depth - 1), filter(depth - 1)));
            case 2 -> new Filter.Not(filter(depth - 1));
            default -> condition();
        };
    }

    private Filter condition() {
        RunField field = field();
        return switch (random.nextInt(6)) {
            case 0 -> new Filter.IsNull(field);
            case 1 ->
                new Filter.In(
                        field,
                        Stream.generate(() -> literal(field, Operator.EQUAL))
                                .limit(3)
                                .toList());
            case 2 -> {
                boolean isText = field.type().accepts(Operator.EQUAL, new Literal.Text("a"));
                String pattern = pick(List.of("a%", "%b", "a\\%b", "a_b", "A%", "%", "_", "1_", "é%", "%t%", "深"));
                yield isText
                        ? new Filter.Like(field, new LikePattern(pattern, random.nextBoolean()))
                        : new Filter.IsNull(field);
            }
            default -> {
                Operator operator = pick(List.of(Operator.values()));
                boolean ordered = field.type().accepts(operator, literal(field, Operator.EQUAL))
                        || field.type().accepts(operator, new Literal.Whole(1));
                Operator possible = ordered ? operator : Operator.NOT_EQUAL;
                yield new Filter.Comparison(field, possible, literal(field, possible));
            }
        };
    }

    private Literal literal(RunField field, Operator operator) {
        while (true) {
            Literal literal = switch (random.nextInt(6)) {
                case 0 -> new Literal.Text(pick(List.of("a", "A", "10", "", "iris", "anna", "r1", "é", "true")));
                case 1 -> new Literal.Whole(pick(WHOLES));
                case 2 -> new Literal.Real(pick(REALS));
                case 3 -> new Literal.Flag(random.nextBoolean());
                case 4 -> new Literal.Time(pick(times()));
                default -> new Literal.Status(pick(List.of(RunStatus.values())));
            };
            if (field.type().accepts(operator, literal)) {
                return literal;
            }
        }
    }

    private RunField field() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new RunField.Metric(name(), pick(List.of(Aggregate.values())));
            case 2 -> new RunField.Parameter(name());
            case 3 -> new RunField.Tag(name());
            case 4 -> new RunField.Property(name());
            default -> pick(List.of(Attribute.values()));
        };
    }

    private String name() {
        return random.nextInt(8) == 0 ? "nowhere" : pick(NAMES);
    }

    RunOrder order() {
        return new RunOrder(Stream.generate(this::field)
                .distinct()
                .limit(1 + random.nextInt(4))
                .map(field -> new RunOrder.Term(
                        field,
                        pick(List.of(RunOrder.Direction.values())),
                        field.type() == FieldType.TEXT_OR_NUMBER && random.nextBoolean()))
                .toList());
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
