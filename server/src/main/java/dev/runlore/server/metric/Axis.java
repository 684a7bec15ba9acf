// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.store.MetricStore.SeriesPoints;

/** What a chart has along x. */
enum Axis {
    /** The point's step, or its index in the series without one. */
    STEP {
        @Override
        double x(SeriesPoints points, int i) {
            double step = points.steps()[i];
            return Double.isNaN(step) ? i : step;
        }
    },
    /** Milliseconds since 1970. */
    TIME {
        @Override
        double x(SeriesPoints points, int i) {
            return points.times()[i];
        }
    },
    /** Milliseconds since the first point that arrived. */
    RELATIVE {
        @Override
        double x(SeriesPoints points, int i) {
            return points.times()[i] - points.times()[0];
        }
    };

    abstract double x(SeriesPoints points, int i);

    double[] xs(SeriesPoints points) {
        double[] xs = new double[points.values().length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = x(points, i);
        }
        return xs;
    }

    static Axis parse(String word) {
        return switch (word) {
            case "step" -> STEP;
            case "time" -> TIME;
            case "relative" -> RELATIVE;
            default ->
                throw RunloreException.invalid(
                        "x must be step, time or relative but is '" + Shown.text(word) + "'; use one of them");
        };
    }
}
