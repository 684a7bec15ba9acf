// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ColumnType;
import dev.runlore.domain.Metric;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Summary;
import java.util.Locale;

/** A metric of the API as the domain's record. */
final class MetricReader {
    private MetricReader() {}

    static Metric read(JsonObject metric) {
        return new Metric(
                metric.text("name"),
                MetricKind.parse(metric.text("kind")),
                metric.objects("columns", MetricReader::summary));
    }

    private static Summary summary(JsonObject summary) {
        return new Summary(
                summary.text("name"),
                ColumnType.valueOf(summary.text("type").toUpperCase(Locale.ROOT)),
                summary.integer("count"),
                summary.integer("nan"),
                Cells.read(summary.get("first")),
                summary.number("firstStep"),
                Cells.read(summary.get("last")),
                summary.number("lastStep"),
                summary.integer("lastTime", 0),
                summary.number("min"),
                summary.number("minStep"),
                summary.number("max"),
                summary.number("maxStep"));
    }
}
