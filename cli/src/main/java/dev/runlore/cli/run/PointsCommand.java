// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.output.PythonTimes;
import dev.runlore.domain.Cell;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.sdk.Cells;
import dev.runlore.sdk.Points;
import dev.runlore.sdk.RunloreClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

final class PointsCommand implements Command {

    @Override
    public String name() {
        return "points";
    }

    @Override
    public String summary() {
        return "Print the points of a metric in the order in which they came.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
        spec.addPositional(Options.position(1, "METRIC", "Name of the metric."));
        spec.addOption(Options.text("COLUMN", "Only this column of a table.", "--column"));
    }

    @Override
    public Reply run(Invocation invocation) {
        RunloreClient server = invocation.server();
        RunId run = invocation.run();
        String metric = invocation.required(1);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Points points = server.listPoints(run, metric, invocation.option("--column"), next);
            addRows(rows, points);
            next = points.next();
        } while (next.isPresent());
        return Reply.of(rows);
    }

    private static void addRows(List<Map<String, @Nullable Object>> rows, Points points) {
        for (int i = 0; i < points.times().size(); i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("time", PythonTimes.time(Instant.ofEpochMilli(points.times().get(i))));
            row.put(
                    "step",
                    points.steps().get(i).isPresent()
                            ? step(points.steps().get(i).getAsDouble())
                            : null);
            for (Map.Entry<String, List<Cell>> column : points.columns().entrySet()) {
                row.put(
                        keyOf(column.getKey(), row),
                        Cells.write(column.getValue().get(i)));
            }
            rows.add(row);
        }
    }

    /** A whole step without a point, as it was most likely logged. */
    private static Object step(double step) {
        if (step == Math.rint(step) && Math.abs(step) <= 0x1p53) {
            return (long) step;
        }
        return step;
    }

    private static String keyOf(String column, Map<String, @Nullable Object> taken) {
        String key = column.isEmpty() ? "value" : column;
        while (taken.containsKey(key)) {
            key = "columns." + key;
        }
        return key;
    }
}
