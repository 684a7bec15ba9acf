// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.ExperimentStore;
import dev.runlore.store.JobStore;
import dev.runlore.store.LogStore;
import dev.runlore.store.LoggedModelStore;
import dev.runlore.store.MetricStore;
import dev.runlore.store.ModelStore;
import dev.runlore.store.ProjectStore;
import dev.runlore.store.PurgeStore;
import dev.runlore.store.RunStore;
import dev.runlore.store.SnapshotStore;
import dev.runlore.store.Store;
import dev.runlore.store.StoreMeasures;
import dev.runlore.store.TransferStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * The history in one SQLite file, {@code runlore.db} in a data folder that one process opens at a time. A commit is in the
 * write-ahead log and flushed before its callers are answered, so nothing has to be repaired after a crash.
 *
 * <pre>{@code
 * try (Store store = SqliteStore.open(folder, StoreOptions.with(cause -> Runtime.getRuntime().halt(74)))) {
 *     store.runs().append(id, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN)));
 * }
 * }</pre>
 */
public final class SqliteStore implements Store {
    private static final String WORKSPACE = "default";

    private final Database database;
    private final GroupCommit writer;
    private final Readers readers;
    private final Sealer sealer;
    private final ExperimentStore experiments;
    private final RunStore runs;
    private final MetricStore metrics;
    private final LogStore logs;
    private final JobStore jobs;
    private final SnapshotStore snapshots;
    private final ModelStore models;
    private final LoggedModelStore loggedModels;
    private final ProjectStore projects;
    private final PurgeStore purges;
    private final TransferStore transfers;

    private SqliteStore(Database database, StoreOptions options, Executor loader) {
        this.database = database;
        Session session = database.openWriter();
        long workspace = workspace(session);
        RunHeads heads = new RunHeads(System::nanoTime);
        writer = new GroupCommit(database, session, new RunStates(session, workspace), heads, options);
        readers = new Readers(database);
        RunTable table = new RunTable(readers, writer.changes(), workspace, options.runTableBytes(), loader);
        sealer = new Sealer(database, writer, heads);
        experiments = new SqliteExperimentStore(writer, readers, workspace);
        runs = new SqliteRunStore(writer, readers, table, workspace);
        metrics = new SqliteMetricStore(readers, sealer, workspace);
        logs = new SqliteLogStore(writer, readers, workspace);
        jobs = new SqliteJobStore(writer, readers, workspace);
        snapshots = new SqliteSnapshotStore(writer, readers, workspace);
        models = new SqliteModelStore(writer, readers, workspace);
        loggedModels = new SqliteLoggedModelStore(writer, readers, workspace);
        projects = new SqliteProjectStore(writer, readers, workspace);
        purges = new SqlitePurgeStore(writer, readers);
        transfers = new SqliteTransferStore(writer, readers, workspace);
        writer.start();
        sealer.start();
        table.warm();
    }

    /**
     * Opens the store of a data folder, made or brought to this version's schema when need be.
     *
     * @throws dev.runlore.domain.RunloreException WRONG_STATE when a newer version made it
     */
    public static SqliteStore open(Path folder, StoreOptions options) {
        return open(folder, options, RunTable.loader());
    }

    /** As the other, with what runs the loading of columns. */
    static SqliteStore open(Path folder, StoreOptions options, Executor loader) {
        Database database = new Database(folder);
        Migrations.CURRENT.bring(database, options.clock());
        return new SqliteStore(database, options, loader);
    }

    private static long workspace(Session session) {
        session.update(
                "INSERT INTO workspace (workspace_id, name, uuid) VALUES (1, ?, ?) ON CONFLICT DO NOTHING",
                WORKSPACE,
                UUID.randomUUID());
        return session.number("SELECT workspace_id FROM workspace WHERE name = ?", WORKSPACE);
    }

    @Override
    public ExperimentStore experiments() {
        return experiments;
    }

    @Override
    public RunStore runs() {
        return runs;
    }

    @Override
    public MetricStore metrics() {
        return metrics;
    }

    @Override
    public LogStore logs() {
        return logs;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public ModelStore models() {
        return models;
    }

    @Override
    public LoggedModelStore loggedModels() {
        return loggedModels;
    }

    @Override
    public ProjectStore projects() {
        return projects;
    }

    @Override
    public PurgeStore purges() {
        return purges;
    }

    @Override
    public TransferStore transfers() {
        return transfers;
    }

    @Override
    public StoreMeasures measures() {
        Map<String, Long> jobs = new TreeMap<>();
        return readers.read(session -> {
            session.list(
                    "SELECT state, count(*) FROM job GROUP BY state",
                    row -> jobs.put(row.getString(1), row.getLong(2)));
            return new StoreMeasures(
                    writer.measures(),
                    session.number("SELECT count(*) FROM run"),
                    session.number("SELECT coalesce(sum(runs), 0) FROM metric_use"),
                    jobs,
                    database.bytes(),
                    database.logBytes());
        });
    }

    @Override
    public void close() {
        sealer.close();
        writer.close();
        readers.close();
    }
}
