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

/** A summary made from all points of a series at once, in the plainest way. */
final class PlainSummary {
    private static final Comparator<Point> BY_STEP_AND_TIME =
            Comparator.<Point>comparingDouble(point -> point.step.orElseThrow()).thenComparingLong(Point::time);

    private PlainSummary() {}

    /** One cell that was logged. */
    record Point(long time, OptionalDouble step, Cell cell) {
        private boolean isNumber() {
            return !(cell instanceof Cell.Text || cell instanceof Cell.None);
        }

        private double number() {
            return cell.asDouble();
        }
    }

    /** Of a scalar. */
    static Summary of(List<Rows> rows) {
        return of(
                "",
                rows.stream()
                        .map(row -> new Point(
                                row.time(),
                                row.step(),
                                Objects.requireNonNull(row.columns().get("")).getFirst()))
                        .toList());
    }

    /** Of a column, from its cells in the order of arrival. */
    static Summary of(String column, List<Point> points) {
        Point first = points.getFirst();
        Point last = points.stream()
                .filter(point -> point.step.isPresent())
                .reduce((one, next) -> BY_STEP_AND_TIME.compare(next, one) < 0 ? one : next)
                .orElse(points.getLast());
        List<Point> numbers = points.stream().filter(Point::isNumber).toList();
        List<Point> comparable =
                numbers.stream().filter(point -> !Double.isNaN(point.number())).toList();
        Optional<Point> min = comparable.stream().reduce((one, next) -> next.number() < one.number() ? next : one);
        Optional<Point> max = comparable.stream().reduce((one, next) -> next.number() > one.number() ? next : one);
        return new Summary(
                column,
                points.stream().map(point -> point.cell.type()).reduce(ColumnType.NONE, ColumnType::with),
                points.size(),
                numbers.size() - comparable.size(),
                first.cell,
                first.step,
                last.cell,
                last.step,
                last.time,
                number(min),
                step(min),
                number(max),
                step(max));
    }

    /** Of a zero without its sign, which no summary keeps. */
    private static OptionalDouble number(Optional<Point> point) {
        return point.isPresent() ? OptionalDouble.of(point.get().number() + 0.0) : OptionalDouble.empty();
    }

    private static OptionalDouble step(Optional<Point> point) {
        return point.map(Point::step).orElse(OptionalDouble.empty());
    }
}
