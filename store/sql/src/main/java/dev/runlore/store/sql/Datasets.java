// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Dataset;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.UsedDataset;
import dev.runlore.store.RunStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of the tables {@code dataset} and {@code run_dataset}. */
final class Datasets {
    private static final String PUT = """
            INSERT INTO dataset (workspace_id, experiment_id, name, digest, source_type, source, schema, profile)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (experiment_id, name, digest) DO NOTHING
            """;
    private static final String USE = """
            INSERT INTO run_dataset (run_key, dataset_id, workspace_id, position, context, tags)
            SELECT ?1, dataset_id, workspace_id, (SELECT count(*) FROM run_dataset WHERE run_key = ?1), ?2, ?3
            FROM dataset WHERE experiment_id = ?4 AND name = ?5 AND digest = ?6
            ON CONFLICT (run_key, dataset_id) DO NOTHING
            """;
    private static final String OF_RUNS = """
            SELECT u.run_key, u.context, u.tags, d.* FROM run_dataset u JOIN dataset d ON d.dataset_id = u.dataset_id
            WHERE u.run_key IN (SELECT value FROM json_each(?)) ORDER BY u.run_key, u.position
            """;

    private Datasets() {}

    /** Answers whether the run did not use it yet. The first description of a dataset stays. */
    static boolean use(Writing writing, RunState run, UsedDataset used) {
        Dataset dataset = used.dataset();
        Session session = writing.session();
        session.update(
                PUT,
                writing.workspace(),
                run.experiment(),
                dataset.name(),
                dataset.digest(),
                dataset.sourceType(),
                dataset.source(),
                dataset.schema(),
                dataset.profile());
        return session.update(
                        USE,
                        run.key(),
                        used.context(),
                        Json.texts(flat(used.tags())),
                        run.experiment(),
                        dataset.name(),
                        dataset.digest())
                > 0;
    }

    /** As {@link #use}, of a run that is brought in and has each dataset once. */
    static void bringIn(Writing writing, RunState run, UsedDataset used) {
        if (!use(writing, run, used)) {
            throw RunloreException.invalid("dataset '"
                    + Shown.text(used.dataset().name()) + "' must come once but came twice; export the run again");
        }
    }

    /** Those of each of these runs, in the order in which it came to use them. */
    static Map<RunId, List<UsedDataset>> find(Session session, long workspace, Collection<RunId> runs) {
        ByRun<List<UsedDataset>> used = ByRun.of(session, workspace, runs, ArrayList::new);
        session.each(OF_RUNS, row -> used.of(row.getLong("run_key")).add(read(row)), used.array());
        return used.all();
    }

    /** What runs of these experiments use, each once. */
    static List<RunStore.DatasetUse> uses(
            Session session, long workspace, Collection<ExperimentId> experiments, int limit) {
        return session.list(
                """
                SELECT DISTINCT d.experiment_id, d.name, d.digest, u.context
                FROM dataset d JOIN run_dataset u ON u.dataset_id = d.dataset_id
                WHERE d.workspace_id = ? AND d.experiment_id IN (SELECT value FROM json_each(?))
                ORDER BY 1, 2, 3, 4 LIMIT ?
                """,
                row -> new RunStore.DatasetUse(
                        new ExperimentId(row.getLong(1)),
                        row.getString(2),
                        row.getString(3),
                        Optional.ofNullable(row.getString(4))),
                workspace,
                Json.numbers(experiments.stream().map(ExperimentId::value).toList()),
                limit);
    }

    private static UsedDataset read(ResultSet row) throws SQLException {
        Dataset dataset = new Dataset(
                row.getString("name"),
                row.getString("digest"),
                row.getString("source_type"),
                row.getString("source"),
                Optional.ofNullable(row.getString("schema")),
                Optional.ofNullable(row.getString("profile")));
        return new UsedDataset(
                dataset, Optional.ofNullable(row.getString("context")), byKey(Json.readTexts(row.getString("tags"))));
    }

    /** Each key before its text. */
    private static List<String> flat(Map<String, String> tags) {
        List<String> flat = new ArrayList<>();
        tags.forEach((key, text) -> flat.addAll(List.of(key, text)));
        return flat;
    }

    private static Map<String, String> byKey(List<String> flat) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            tags.put(flat.get(i), flat.get(i + 1));
        }
        return tags;
    }

    /** Forgets what no run of an experiment uses any more. */
    static void removeUnused(Session session, long experiment) {
        session.update("""
                DELETE FROM dataset WHERE experiment_id = ?
                  AND NOT EXISTS (SELECT 1 FROM run_dataset u WHERE u.dataset_id = dataset.dataset_id)
                """, experiment);
    }

    /** About how much there is to store. */
    static long characters(UsedDataset used) {
        Dataset dataset = used.dataset();
        long tags = used.tags().entrySet().stream()
                .mapToLong(tag -> (long) tag.getKey().length() + tag.getValue().length())
                .sum();
        return tags
                + dataset.source().length()
                + dataset.schema().orElse("").length()
                + dataset.profile().orElse("").length();
    }
}
