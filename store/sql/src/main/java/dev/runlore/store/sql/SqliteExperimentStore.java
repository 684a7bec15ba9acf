// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.store.Archived;
import dev.runlore.store.ExperimentStore;
import java.util.List;
import java.util.Optional;

/** Experiments in SQLite. Thread-safe. */
final class SqliteExperimentStore implements ExperimentStore {
    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteExperimentStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public Created create(ExperimentDraft draft) {
        return writer.write(Weight.SMALL, writing -> {
            Optional<Long> there = ExperimentRows.idOf(writing, draft.name());
            long id = there.orElseGet(() -> ExperimentRows.insert(writing, draft, Optional.empty()));
            Experiment experiment = get(writing.session(), id);
            if (there.isPresent() && !content(experiment).equals(draft)) {
                throw new RunloreException(
                        ErrorCode.ALREADY_EXISTS,
                        "experiment '" + Shown.text(draft.name()) + "' is there with other content; change that one");
            }
            return new Created(experiment, there.isEmpty());
        });
    }

    private static ExperimentDraft content(Experiment experiment) {
        return new ExperimentDraft(
                experiment.name(), experiment.description(), experiment.primaryMetric(), experiment.tags());
    }

    @Override
    public Optional<Experiment> find(ExperimentId id) {
        return readers.read(session -> find(session, id.value()));
    }

    private Optional<Experiment> find(Session session, long id) {
        return session.first(
                ExperimentRows.SELECT + " WHERE e.workspace_id = ? AND e.experiment_id = ?",
                row -> ExperimentRows.read(session, row),
                workspace,
                id);
    }

    private Experiment get(Session session, long id) {
        return find(session, id)
                .orElseThrow(
                        () -> RunloreException.notFound("experiment " + id + " is not there; list the experiments"));
    }

    @Override
    public Optional<Experiment> findByName(String name) {
        return readers.read(session -> session.first(
                ExperimentRows.SELECT + " WHERE e.workspace_id = ? AND e.name = ?",
                row -> ExperimentRows.read(session, row),
                workspace,
                name));
    }

    @Override
    public Page<Experiment> list(Archived archived, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("experiments", archived);
        long[] before = tokens.read(token, Long.MAX_VALUE, Long.MAX_VALUE);
        String shown = switch (archived) {
            case NO -> " AND e.archived = 0";
            case YES -> " AND e.archived = 1";
            case ALL -> "";
        };
        return readers.read(session -> {
            List<Experiment> rows = session.list(
                    ExperimentRows.SELECT + " WHERE e.workspace_id = ? AND (e.created, e.experiment_id) < (?, ?)"
                            + shown + " ORDER BY e.created DESC, e.experiment_id DESC LIMIT ?",
                    row -> ExperimentRows.read(session, row),
                    workspace,
                    before[0],
                    before[1],
                    limit + 1);
            return Pages.of(
                    rows,
                    limit,
                    row -> row,
                    row -> tokens.at(Micros.of(row.created()), row.id().value()));
        });
    }

    @Override
    public Experiment put(ExperimentId id, ExperimentDraft content) {
        return writer.write(Weight.SMALL, writing -> {
            Experiment before = get(writing.session(), id.value());
            Optional<Long> other = ExperimentRows.idOf(writing, content.name()).filter(one -> one != id.value());
            if (other.isPresent()) {
                throw new RunloreException(
                        ErrorCode.ALREADY_EXISTS,
                        "experiment " + other.get() + " has the name '" + Shown.text(content.name())
                                + "' already; use another name");
            }
            ExperimentRows.put(writing, id.value(), content);
            if (!before.name().equals(content.name())) {
                touchRuns(writing, id);
            }
            return get(writing.session(), id.value());
        });
    }

    @Override
    public Experiment archive(ExperimentId id, boolean archived) {
        return archive(id, archived, false);
    }

    @Override
    public Experiment restoreAll(ExperimentId id) {
        return archive(id, false, true);
    }

    /** @param all whether also runs that were archived by themselves come back */
    private Experiment archive(ExperimentId id, boolean archived, boolean all) {
        return writer.write(Weight.SMALL, writing -> {
            Session session = writing.session();
            get(session, id.value());
            // Runs change past the states in memory: what those have goes first, and is read anew afterwards.
            writing.runs().flush();
            writing.runs().forgetAll();
            session.update(
                    "UPDATE experiment SET archived = ?, updated = ? WHERE experiment_id = ?",
                    archived,
                    writing.now(),
                    id.value());
            touchRuns(writing, id);
            session.update("""
                    UPDATE run SET archived = ?1, archived_with = ?1, revision = revision + 1
                    WHERE experiment_id = ?2 AND archived <> ?1 AND (?1 = 1 OR ?3 = 1 OR archived_with = 1)
                    """, archived, id.value(), all);
            return get(session, id.value());
        });
    }

    /** The runs' experiment has another name, or they another flag. */
    private static void touchRuns(Writing writing, ExperimentId id) {
        writing.session()
                .list("SELECT run_key FROM run WHERE experiment_id = ?", row -> row.getLong(1), id.value())
                .forEach(writing.runs()::touch);
    }
}
