// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Which column of which runs, cut how.
 *
 * @param from smallest x, inclusive; that of the points without
 * @param to greatest x, inclusive; that of the points without
 * @param width number of buckets between them
 */
record BucketQuery(
        List<RunId> runs,
        String name,
        String column,
        Axis axis,
        Optional<Double> from,
        Optional<Double> to,
        int width) {
    private static final long USUAL_WIDTH = 500;

    BucketQuery {
        if (runs.isEmpty() || runs.size() > Limits.BUCKETED_RUNS) {
            throw RunloreException.invalid("runs must name 1-" + Limits.BUCKETED_RUNS + " runs but names " + runs.size()
                    + "; ask for fewer at once");
        }
        if (width < 1 || width > Limits.BUCKETS) {
            throw RunloreException.invalid(
                    "width must be from 1 to " + Limits.BUCKETS + " buckets but is " + width + "; ask for fewer");
        }
        if (from.isPresent() && to.isPresent() && from.get() > to.get()) {
            throw RunloreException.invalid(
                    "from must not be above to but is " + from.get() + " and to is " + to.get() + "; swap them");
        }
        runs = List.copyOf(runs);
    }

    static BucketQuery of(Fields body) {
        long width = body.number("width").orElse(USUAL_WIDTH);
        return new BucketQuery(
                body.texts("runs").stream().map(RunId::new).toList(),
                body.get("name"),
                body.text("column").orElse(""),
                Axis.parse(body.text("x").orElse("step")),
                body.decimal("from"),
                body.decimal("to"),
                Math.clamp(width, -1, Limits.BUCKETS + 1));
    }
}
