// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.http.Fields;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Cut;
import java.util.List;

/** Which column of which runs, cut how. */
record BucketQuery(List<RunId> runs, String name, String column, Cut cut) {
    private static final long USUAL_WIDTH = 500;

    BucketQuery {
        if (runs.isEmpty() || runs.size() > Limits.BUCKETED_RUNS) {
            throw RunloreException.invalid("runs must name 1-" + Limits.BUCKETED_RUNS + " runs but names " + runs.size()
                    + "; ask for fewer at once");
        }
        runs = List.copyOf(runs);
    }

    static BucketQuery of(Fields body) {
        long width = body.number("width").orElse(USUAL_WIDTH);
        return new BucketQuery(
                body.texts("runs").stream().map(RunId::new).toList(),
                body.get("name"),
                body.text("column").orElse(""),
                new Cut(
                        axis(body),
                        body.decimal("from"),
                        body.decimal("to"),
                        Math.clamp(width, -1, Limits.BUCKETS + 1)));
    }

    private static Axis axis(Fields body) {
        String x = body.text("x").orElse("step");
        return switch (x) {
            case "step" -> Axis.Own.STEP;
            case "time" -> Axis.Own.TIME;
            case "relative" -> Axis.Own.RELATIVE;
            case "metric" -> {
                Fields metric = body.object("xMetric").orElseThrow(() -> body.missing("xMetric"));
                yield new Axis.Other(metric.get("name"), metric.text("column").orElse(""));
            }
            default ->
                throw RunloreException.invalid(
                        "x must be step, time, relative or metric but is '" + Shown.text(x) + "'; use one of them");
        };
    }
}
