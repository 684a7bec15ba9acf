// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.store.Histogram;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What requests have come, by route, method and outcome, and how long they took. Thread-safe. */
public final class HttpMeasures {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    /** A path template and a method; of what nobody routes, as few as can be, since clients choose these. */
    public record Route(String path, String method) implements Comparable<Route> {
        @Override
        public int compareTo(Route other) {
            int byPath = path.compareTo(other.path);
            return byPath != 0 ? byPath : method.compareTo(other.method);
        }
    }

    /** Counts of one route: requests by the first digit of their status, and seconds. */
    private static final class Counted {
        private final LongAdder[] byClass = {
            new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()
        };
        private final Histogram seconds = new Histogram(SECONDS);
    }

    /**
     * Of one route.
     *
     * @param byClass requests by the first digit of their status, from 1 to 5
     */
    public record Counts(long[] byClass, Histogram.Counts seconds) {}

    private final Map<Route, Counted> routes = new ConcurrentHashMap<>();
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder unavailable = new LongAdder();

    void begin() {
        begun.increment();
    }

    void end(Trace trace, String method, int status) {
        ended.increment();
        Route route = new Route(trace.route(), METHODS.contains(method) ? method : "other");
        Counted counted = routes.computeIfAbsent(route, key -> new Counted());
        counted.byClass[Math.clamp(status / 100, 1, 5) - 1].increment();
        counted.seconds.add(trace.milliseconds() / 1e3);
        if (status == 429) {
            limited.increment();
        } else if (status == 503) {
            unavailable.increment();
        }
    }

    /** All routes that were asked for, in order. */
    public Map<Route, Counts> routes() {
        Map<Route, Counts> counts = new TreeMap<>();
        routes.forEach((route, counted) -> {
            long[] byClass = new long[5];
            for (int i = 0; i < byClass.length; i++) {
                byClass[i] = counted.byClass[i].sum();
            }
            counts.put(route, new Counts(byClass, counted.seconds.counts()));
        });
        return counts;
    }

    public long underWay() {
        return Math.max(0, begun.sum() - ended.sum());
    }

    /** Requests that were told to come back later because too much was asked at once. */
    public long limited() {
        return limited.sum();
    }

    /** Requests that were told that the server cannot answer now. */
    public long unavailable() {
        return unavailable.sum();
    }
}
