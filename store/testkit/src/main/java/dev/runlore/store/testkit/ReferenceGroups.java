// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.TextNumber;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Groups of runs as a plain evaluation in memory, in decimal numbers of 400 digits and two passes. */
record ReferenceGroups(GroupQuery query) {
    private static final MathContext DIGITS = new MathContext(400);
    private static final double CLOSE = 1e-12;

    List<RunGroup> groups(Collection<RandomRuns.Made> runs) {
        Map<List<Optional<String>>, List<RandomRuns.Made>> groups = new LinkedHashMap<>();
        for (RandomRuns.Made run : runs) {
            if (ReferenceFilter.matches(query.filter(), run::value)) {
                List<Optional<String>> key = query.by().stream()
                        .map(field -> Optional.ofNullable(run.value(field)).map(Object::toString))
                        .toList();
                groups.computeIfAbsent(key, any -> new ArrayList<>()).add(run);
            }
        }
        Comparator<List<Optional<String>>> order = order(0);
        for (int i = 1; i < query.by().size(); i++) {
            order = order.thenComparing(order(i));
        }
        return groups.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(order))
                .map(group -> new RunGroup(
                        group.getKey(),
                        group.getValue().size(),
                        query.values().stream()
                                .map(field -> statistics(group.getValue(), field))
                                .toList()))
                .toList();
    }

    private Comparator<List<Optional<String>>> order(int i) {
        RunField field = query.by().get(i);
        Comparator<String> texts = (a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        Comparator<String> values = switch (field.type()) {
            case STATUS -> Comparator.comparing(RunStatus::parse);
            case TEXT_OR_NUMBER ->
                Comparator.<String>comparingInt(text -> number(text).isEmpty() ? 1 : 0)
                        .thenComparing(text -> number(text).orElse(BigDecimal.ZERO))
                        .thenComparing(texts);
            case TEXT, NUMBER, TIME, DURATION, BOOLEAN -> texts;
        };
        return (a, b) -> a.get(i).isEmpty() || b.get(i).isEmpty()
                ? Boolean.compare(a.get(i).isEmpty(), b.get(i).isEmpty())
                : values.compare(a.get(i).get(), b.get(i).get());
    }

    /** Infinities as numbers beyond all others. */
    private static Optional<BigDecimal> number(String text) {
        Number number = TextNumber.of(text);
        double real = number.doubleValue();
        if (Double.isNaN(real)) {
            return Optional.empty();
        }
        if (Double.isInfinite(real)) {
            return Optional.of(BigDecimal.TEN.pow(400).multiply(BigDecimal.valueOf(real > 0 ? 1 : -1)));
        }
        return Optional.of(number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal(real));
    }

    private static RunGroup.Statistics statistics(List<RandomRuns.Made> runs, RunField field) {
        List<Double> all = runs.stream()
                .map(run -> run.value(field))
                .flatMap(value -> value == null ? Stream.empty() : Stream.of(number(value)))
                .toList();
        double[] numbers = all.stream()
                .mapToDouble(number -> number + 0.0)
                .filter(number -> !Double.isNaN(number))
                .toArray();
        OptionalDouble mean = numbers.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean(numbers));
        OptionalDouble deviation = numbers.length < 2 ? OptionalDouble.empty() : OptionalDouble.of(deviation(numbers));
        return new RunGroup.Statistics(
                numbers.length,
                all.size() - numbers.length,
                mean,
                Arrays.stream(numbers).min(),
                Arrays.stream(numbers).max(),
                deviation);
    }

    private static double number(Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1 : 0;
            case String text -> TextNumber.of(text).doubleValue();
            default -> ((Number) value).doubleValue();
        };
    }

    private static boolean areFinite(double[] numbers) {
        return Arrays.stream(numbers).allMatch(Double::isFinite);
    }

    private static double mean(double[] numbers) {
        return areFinite(numbers)
                ? exactMean(numbers).doubleValue()
                : Arrays.stream(numbers).filter(Double::isInfinite).sum();
    }

    private static BigDecimal exactMean(double[] numbers) {
        return Arrays.stream(numbers)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.length), DIGITS);
    }

    private static double deviation(double[] numbers) {
        if (!areFinite(numbers)) {
            return Double.NaN;
        }
        BigDecimal mean = exactMean(numbers);
        return Arrays.stream(numbers)
                .mapToObj(number -> new BigDecimal(number).subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.length - 1), DIGITS)
                .sqrt(DIGITS)
                .doubleValue();
    }

    /** Equal, but for the last digits of means and deviations beside the largest number they are of. */
    static void assertSame(List<RunGroup> actual, List<RunGroup> expected) {
        assertThat(actual.stream().map(RunGroup::key))
                .containsExactlyElementsOf(expected.stream().map(RunGroup::key).toList());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).runs()).isEqualTo(expected.get(i).runs());
            for (int j = 0; j < expected.get(i).values().size(); j++) {
                assertClose(
                        actual.get(i).values().get(j), expected.get(i).values().get(j));
            }
        }
    }

    private static void assertClose(RunGroup.Statistics actual, RunGroup.Statistics expected) {
        assertThat(List.of(actual.count(), actual.nan())).isEqualTo(List.of(expected.count(), expected.nan()));
        assertThat(actual.min()).isEqualTo(expected.min());
        assertThat(actual.max()).isEqualTo(expected.max());
        double size = Math.max(
                Math.abs(expected.min().orElse(0)), Math.abs(expected.max().orElse(0)));
        assertClose(actual.mean(), expected.mean(), size);
        assertClose(actual.deviation(), expected.deviation(), size);
    }

    private static void assertClose(OptionalDouble actual, OptionalDouble expected, double size) {
        boolean isPlain = expected.isPresent() && Double.isFinite(expected.getAsDouble());
        if (isPlain) {
            assertThat(Math.abs(actual.orElseThrow() - expected.getAsDouble()))
                    .isLessThanOrEqualTo(size * CLOSE + 2 * Double.MIN_VALUE);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }
}
