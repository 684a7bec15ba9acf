// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.output.CodePointOrder;
import dev.runlore.cli.output.Table;
import dev.runlore.sdk.RunloreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs as a table: the metrics under their own names, then a few fixed columns. What was measured of the machine is left out,
 * as its last value says little.
 */
public final class HistoryTable {
    private static final List<String> FIXED = List.of("duration", "run_id", "script_name", "start_time_utc", "status");

    /** How names of metrics begin that the runner and the SDKs sample. */
    private static final String SYSTEM = "system/";

    private HistoryTable() {}

    /** The matching runs of a server, newest first, as {@code history list -o table} prints them. */
    public static String text(RunloreClient server, String filter) {
        return of(History.all(server).list(Optional.of(filter))).text();
    }

    static Table of(List<HistoryRun> runs) {
        TreeSet<String> metrics = new TreeSet<>(CodePointOrder.INSTANCE);
        runs.forEach(run -> metrics.addAll(run.metrics()));
        metrics.removeIf(name -> name.startsWith(SYSTEM));
        List<Table.Column> columns = new ArrayList<>();
        metrics.forEach(name -> columns.add(new Table.Column(name, cells(runs, name))));
        for (String key : FIXED) {
            String header = key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
            columns.add(new Table.Column(header, cells(runs, key)));
        }
        return new Table(columns);
    }

    private static List<@Nullable Object> cells(List<HistoryRun> runs, String key) {
        List<@Nullable Object> cells = new ArrayList<>();
        runs.forEach(run -> cells.add(run.tree().get(key)));
        return cells;
    }
}
