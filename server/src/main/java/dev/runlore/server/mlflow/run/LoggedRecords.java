// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Limits;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.Names;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Metrics, parameters and tags of a request as changes of the run. */
final class LoggedRecords {
    /** Steps are kept as float64: checked before one is made of them, as the next whole number would become this one. */
    private static final long MOST_STEP = (long) Limits.EXACT_STEP;

    private LoggedRecords() {}

    static RunRecord.Rows metric(Arguments metric) {
        String key = key("Metric name", metric);
        double value = metric.requireNumber("value");
        long time = metric.requireWhole("timestamp");
        if (time < 0) {
            throw Faults.invalid(
                    metric.path("timestamp"), Long.toString(time), "it must be milliseconds since 1970, from 0.");
        }
        long step = metric.whole("step").orElse(0L);
        if (step < -MOST_STEP || step > MOST_STEP) {
            throw Faults.invalid(
                    metric.path("step"),
                    Long.toString(step),
                    "it must be from -" + MOST_STEP + " to " + MOST_STEP + ", beyond which steps are not told apart."
                            + " Count from 0, and send a time as the timestamp.");
        }
        return new RunRecord.Rows(
                key, MetricKind.SCALAR, time, OptionalDouble.of(step), Map.of("", List.of(Cell.of(value))));
    }

    static RunRecord.Parameter parameter(Arguments param) {
        String key = key("Param key", param);
        String value = Names.truncated(param.find("value").orElse(""), Limits.PARAMETER);
        return new RunRecord.Parameter(key, Cell.of(value));
    }

    static List<RunRecord> tag(RunId run, Arguments tag) {
        return RunTags.set(run, key("Tag key", tag), tag.find("value").orElse(""));
    }

    private static String key(String what, Arguments arguments) {
        return Names.require(what, arguments.path("key"), arguments.text("key"));
    }
}
