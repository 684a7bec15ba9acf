// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.output.CodePointOrder;
import dev.runlore.cli.output.Table;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

final class CompareCommand implements Command {

    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String summary() {
        return "Compare two runs.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.optionalPosition(0, "RUN1", "Id of the first run."));
        spec.addPositional(Options.optionalPosition(1, "RUN2", "Id of the second run."));
        spec.addOption(Options.text("RUN", "Id of the first run.", "--run1"));
        spec.addOption(Options.text("RUN", "Id of the second run.", "--run2"));
    }

    @Override
    public Reply run(Invocation invocation) {
        List<RunId> ids = runs(invocation);
        History history = History.all(invocation.server());
        Map<String, @Nullable Object> one = flat(history.get(ids.get(0)));
        Map<String, @Nullable Object> two = flat(history.get(ids.get(1)));
        Map<String, @Nullable Object> both = new TreeMap<>(CodePointOrder.INSTANCE);
        one.keySet().forEach(key -> both.put(key, pair(one.get(key), two.get(key))));
        two.keySet().forEach(key -> both.put(key, pair(one.get(key), two.get(key))));
        return Reply.of(both).withTable(table(ids, both));
    }

    private static List<RunId> runs(Invocation invocation) {
        List<String> given = new ArrayList<>();
        for (Optional<String> run : List.of(
                invocation.option("--run1"),
                invocation.position(0),
                invocation.position(1),
                invocation.option("--run2"))) {
            run.ifPresent(given::add);
        }
        if (given.size() != 2) {
            throw RunloreException.invalid("compare must get two runs but got " + given.size()
                    + "; name them as in 'history compare RUN1 RUN2'");
        }
        return given.stream().map(RunId::new).toList();
    }

    /** The run with a key for each of its properties. */
    private static Map<String, @Nullable Object> flat(HistoryRun run) {
        Map<String, @Nullable Object> fields = new TreeMap<>(run.tree());
        if (fields.remove("properties") instanceof Map<?, ?> properties) {
            properties.forEach((key, value) -> fields.put("properties." + key, value));
        }
        return fields;
    }

    private static List<@Nullable Object> pair(@Nullable Object one, @Nullable Object two) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(one);
        pair.add(two);
        return pair;
    }

    private static Table table(List<RunId> ids, Map<String, @Nullable Object> both) {
        List<@Nullable Object> names = new ArrayList<>(both.keySet());
        List<Table.Column> columns = new ArrayList<>(List.of(new Table.Column("Field", names)));
        for (int i = 0; i < ids.size(); i++) {
            List<@Nullable Object> cells = new ArrayList<>();
            for (Object pair : both.values()) {
                cells.add(pair instanceof List<?> list ? list.get(i) : null);
            }
            columns.add(new Table.Column(ids.get(i).value(), cells));
        }
        return new Table(columns);
    }
}
