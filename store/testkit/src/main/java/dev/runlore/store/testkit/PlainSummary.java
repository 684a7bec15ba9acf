// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.RunRecord.Rows;
import dev.runlore.domain.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** A summary made from all points of a scalar at once, in the plainest way. */
final class PlainSummary {
    private PlainSummary() {}

    static Summary of(List<Rows> points) {
        List<Rows> stepped =
                points.stream().filter(point -> point.step().isPresent()).toList();
        Rows first = points.getFirst();
        Rows last = points.getLast();
        for (int i = 0; i < stepped.size(); i++) {
            boolean beaten = false;
            for (int j = 0; j < stepped.size(); j++) {
                int order = order().compare(stepped.get(j), stepped.get(i));
                beaten |= order > 0 || order == 0 && j > i;
            }
            last = beaten ? last : stepped.get(i);
        }
        List<Rows> numbers = points.stream()
                .filter(point -> !(cell(point) instanceof Cell.Text || cell(point) instanceof Cell.None))
                .toList();
        List<Rows> finite = numbers.stream()
                .filter(point -> !Double.isNaN(cell(point).asDouble()))
                .toList();
        Optional<Rows> min = firstOf(finite, 1);
        Optional<Rows> max = firstOf(finite, -1);
        return new Summary(
                "",
                points.stream().map(point -> cell(point).type()).reduce(ColumnType.NONE, ColumnType::with),
                points.size(),
                numbers.size() - finite.size(),
                cell(first),
                first.step(),
                cell(last),
                last.step(),
                last.time(),
                value(min),
                step(min),
                value(max),
                step(max));
    }

    private static Comparator<Rows> order() {
        return Comparator.<Rows>comparingDouble(point -> point.step().orElseThrow())
                .thenComparingLong(Rows::time);
    }

    /** The earliest of those whose value, taken with this sign, nothing is below. */
    private static Optional<Rows> firstOf(List<Rows> points, int sign) {
        return points.stream()
                .filter(point -> points.stream()
                        .noneMatch(other -> sign * cell(other).asDouble()
                                < sign * cell(point).asDouble()))
                .findFirst();
    }

    private static Cell cell(Rows point) {
        return Objects.requireNonNull(point.columns().get("")).getFirst();
    }

    private static OptionalDouble value(Optional<Rows> point) {
        return point.isPresent() ? OptionalDouble.of(cell(point.get()).asDouble()) : OptionalDouble.empty();
    }

    private static OptionalDouble step(Optional<Rows> point) {
        return point.map(Rows::step).orElse(OptionalDouble.empty());
    }
}
