// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.store.MetricStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Reads a column's points in an order, holding only some of them: the first reading goes through all and notes between which points
 * each part lies, later ones through those parts alone that may have what comes next. A column that came nearly in its order is so
 * read about twice, one without any order once for each window. For one thread at a time.
 */
final class Reading {
    private final MetricStore store;
    private final MetricColumn column;
    private final Wanted wanted;
    private final List<Extent> extents = new ArrayList<>();
    private Optional<Place> place;
    private List<Point> window = List.of();
    private int next;
    private boolean isLast;

    /**
     * What is read.
     *
     * @param steps those whose points are
     * @param window points that are held at most
     */
    record Wanted(Comparator<Point> order, LongPredicate steps, int window) {
        /** A whole history in its order. */
        static Wanted history(int window) {
            return new Wanted(Point::byTime, step -> true, window);
        }
    }

    /** A part of the column and the ends of its points in the order. */
    private record Extent(MetricColumn.Span span, Point least, Point greatest) {}

    /** A reading from a place on, else from the beginning; reads nothing yet. */
    Reading(MetricStore store, MetricColumn column, Wanted wanted, Optional<Place> place) {
        this.store = store;
        this.column = column;
        this.wanted = wanted;
        this.place = place;
    }

    /** The points that come next, at most so many and maybe fewer; none when there are no more. */
    List<Point> take(int most) {
        if (most > 0 && next == window.size() && !isLast) {
            fill();
        }
        List<Point> taken = window.subList(next, (int) Math.min(window.size(), next + (long) most));
        next += taken.size();
        if (!taken.isEmpty()) {
            place = Optional.of(Place.after(taken, place));
        }
        return taken;
    }

    /** Whether points are left, once some were taken. */
    boolean hasMore() {
        return next < window.size() || !isLast;
    }

    /** How far it went. */
    Optional<Place> place() {
        return place;
    }

    /** How many points it holds. */
    int held() {
        return window.size();
    }

    private void fill() {
        next = 0;
        window = List.of();
        Window filled = new Window();
        if (extents.isEmpty()) {
            goThrough(filled);
        } else {
            goOn(filled);
        }
        window = List.copyOf(filled.points);
        isLast = filled.isLast;
    }

    private void goThrough(Window filled) {
        for (MetricColumn.Part part : column.parts(store)) {
            List<Point> points = points(part);
            if (!points.isEmpty()) {
                extents.add(new Extent(
                        part.span(), Collections.min(points, wanted.order), Collections.max(points, wanted.order)));
                filled.add(points);
            }
        }
        extents.sort((one, other) -> wanted.order.compare(one.least, other.least));
    }

    private void goOn(Window filled) {
        for (Extent extent : extents) {
            if (filled.isBefore(extent.least)) {
                filled.isLast = false;
                return;
            }
            if (place.isEmpty()
                    || wanted.order.compare(extent.greatest, place.get().point()) >= 0) {
                filled.add(points(column.part(store, extent.span)));
            }
        }
    }

    private List<Point> points(MetricColumn.Part part) {
        return part.points().stream()
                .filter(point -> wanted.steps.test(point.wholeStep()))
                .toList();
    }

    /** The least points after the place of those that were added. */
    private final class Window {
        private final List<Point> points = new ArrayList<>();
        /** The greatest, once there is no room for more. */
        private Optional<Point> end = Optional.empty();

        private boolean isLast = true;
        /** How many of the points that equal the place's were passed by. */
        private int passed;

        private boolean isBefore(Point point) {
            return end.isPresent() && wanted.order.compare(end.get(), point) <= 0;
        }

        private void add(List<Point> more) {
            int before = points.size();
            for (Point point : more) {
                if (isRead(point)) {
                    continue;
                }
                if (isBefore(point)) {
                    isLast = false;
                } else {
                    points.add(point);
                }
            }
            if (points.size() > before) {
                settle();
            }
        }

        private boolean isRead(Point point) {
            int order =
                    place.map(one -> wanted.order.compare(point, one.point())).orElse(1);
            if (order == 0 && passed < place.orElseThrow().times()) {
                passed++;
                return true;
            }
            return order < 0;
        }

        private void settle() {
            points.sort(wanted.order);
            if (points.size() > wanted.window) {
                points.subList(wanted.window, points.size()).clear();
                isLast = false;
            }
            if (points.size() == wanted.window) {
                end = Optional.of(points.getLast());
            }
        }
    }
}
