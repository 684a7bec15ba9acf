// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ModelLink;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.WholeRun;
import dev.runlore.domain.WriterState;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Runs with all their facts, as they go to another history and come from there. */
final class WholeRunRows {
    private static final String INSERT = """
            INSERT INTO run (run_key, workspace_id, id, experiment_id, number, name, description, status, parent, script,
              arguments, target, user_id, user_name, host, created, started, ended, heartbeat, last_sign, archived, snapshot,
              revision, error_code, error_message, error_type, error_stack, draft, next_log_row, snapshot_explicit)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** What the row has that {@link Run} does not. */
    private record Rest(boolean explicit, Sha256 made, List<ModelLink> models) {}

    private WholeRunRows() {}

    static Optional<WholeRun> find(Session session, long key) {
        return RunRows.load(session, List.of(key)).stream().findFirst().map(run -> whole(run, rest(session, key)));
    }

    private static Rest rest(Session session, long key) {
        return session.first(
                        "SELECT snapshot_explicit, draft FROM run WHERE run_key = ?",
                        row -> new Rest(
                                row.getBoolean(1),
                                new Sha256(HexFormat.of().formatHex(row.getBytes(2))),
                                RunModels.of(session, key)),
                        key)
                .orElseThrow();
    }

    private static WholeRun whole(Run run, Rest rest) {
        RunDraft.Origin origin = new RunDraft.Origin(
                run.number(),
                Optional.of(run.experiment().uuid()),
                run.created(),
                run.started(),
                run.ended(),
                run.archived());
        RunDraft draft = new RunDraft(
                run.id(),
                run.experiment().name(),
                run.name(),
                run.description(),
                run.parent(),
                run.status(),
                run.script(),
                run.arguments(),
                run.target(),
                run.user(),
                run.host(),
                run.heartbeat(),
                Optional.empty(),
                run.tags(),
                run.properties(),
                run.params(),
                run.snapshot().map(SnapshotId::new),
                Optional.of(origin));
        return new WholeRun(
                draft,
                run.revision(),
                run.error(),
                run.warnings(),
                run.writers(),
                rest.models,
                rest.explicit,
                rest.made);
    }

    /** Makes the run of a key whose points and files are there. */
    static void insert(Writing writing, ImportRows.Place place, WholeRun run) {
        RunDraft draft = run.draft();
        RunDraft.Origin origin = run.origin();
        Optional<RunError> error = run.error();
        writing.runs().touch(place.key());
        writing.session()
                .update(
                        INSERT,
                        place.key(),
                        writing.workspace(),
                        draft.id().value(),
                        place.experiment(),
                        number(writing, place.experiment(), origin.number()),
                        draft.name(),
                        draft.description(),
                        draft.status().name(),
                        draft.parent().map(RunId::value),
                        draft.script(),
                        Json.texts(draft.arguments()),
                        draft.target(),
                        draft.user().id(),
                        draft.user().name(),
                        draft.host(),
                        origin.created(),
                        origin.started(),
                        origin.ended(),
                        draft.heartbeat(),
                        writing.now(),
                        origin.archived(),
                        draft.snapshot().map(SnapshotId::value),
                        run.revision(),
                        error.map(RunError::code),
                        error.map(RunError::message),
                        error.flatMap(RunError::type),
                        error.flatMap(RunError::stack),
                        HexFormat.of().parseHex(run.made().hex()),
                        place.nextLogRow(),
                        run.explicitSnapshot());
        texts(writing, place.state(draft.id(), writing.now()), run);
    }

    private static void texts(Writing writing, RunState state, WholeRun run) {
        RunDraft draft = run.draft();
        draft.tags().values().forEach((tag, text) -> RunTexts.tag(writing, state, tag, text));
        draft.properties().forEach((property, text) -> RunTexts.property(writing, state, property, text));
        draft.params().forEach((parameter, value) -> RunTexts.parameter(writing, state, parameter, value));
        for (Run.RunWarning warning : run.warnings()) {
            RunTexts.warn(writing, state, warning);
        }
        run.models().forEach(link -> RunModels.link(writing, state, link));
        for (WriterState writer : run.writers()) {
            WriterRows.put(writing.session(), writing.workspace(), state.key(), writer);
        }
    }

    /** The run's own number, or the experiment's next when another run has that one. */
    private static long number(Writing writing, long experiment, long own) {
        boolean taken = writing.session()
                .first("SELECT 1 FROM run WHERE experiment_id = ? AND number = ? LIMIT 1", row -> true, experiment, own)
                .isPresent();
        return ExperimentRows.takeNumber(writing, experiment, taken ? Optional.empty() : Optional.of(own));
    }
}
