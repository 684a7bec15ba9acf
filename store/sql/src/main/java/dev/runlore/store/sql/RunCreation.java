// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotId;
import java.time.Instant;
import java.util.Optional;

/** Makes the row of a new run, and its experiment when that is not there either. */
final class RunCreation {
    private static final String INSERT = """
            INSERT INTO run (workspace_id, id, experiment_id, number, name, description, status, parent, script, arguments,
              target, user_id, user_name, host, created, started, ended, heartbeat, last_sign, archived, revision, draft,
              snapshot, snapshot_explicit)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
            RETURNING run_key
            """;

    private RunCreation() {}

    /**
     * Makes the run of a first record; a request's other records find it there.
     *
     * @param strict whether a missing parent is the caller's mistake; else it may still come, and the writer is to send again
     */
    static RunState create(Writing writing, RunRecord.Create create, boolean strict) {
        RunDraft draft = create.run();
        draft.parent()
                .filter(parent -> draft.origin().isEmpty())
                .ifPresent(parent -> requireParent(writing, parent, strict));
        draft.snapshot().ifPresent(snapshot -> RunSnapshots.require(writing, snapshot));
        byte[] digest = DraftDigest.of(draft);
        Instant told = told(draft, writing.now());
        Instant created = created(draft, told, writing.now());
        RunState.RunFacts facts = facts(draft, told, writing.now());
        long experiment = ExperimentRows.ensure(
                writing, draft.experiment(), draft.origin().flatMap(RunDraft.Origin::experimentUuid));
        long number =
                ExperimentRows.takeNumber(writing, experiment, draft.origin().map(RunDraft.Origin::number));
        long key = writing.session()
                .number(
                        INSERT,
                        writing.workspace(),
                        draft.id().value(),
                        experiment,
                        number,
                        draft.name(),
                        draft.description(),
                        facts.status().name(),
                        draft.parent().map(RunId::value),
                        draft.script(),
                        Json.texts(draft.arguments()),
                        draft.target(),
                        draft.user().id(),
                        draft.user().name(),
                        draft.host(),
                        created,
                        facts.started(),
                        facts.ended(),
                        draft.heartbeat(),
                        facts.lastSign(),
                        facts.archived(),
                        digest,
                        draft.snapshot().map(SnapshotId::value),
                        draft.snapshot().isPresent());
        RunState run = new RunState(new RunState.Place(key, draft.id(), experiment), facts, true);
        writing.runs().add(run);
        draft.tags().values().forEach((tag, text) -> RunTexts.tag(writing, run, tag, text));
        draft.properties().forEach((property, text) -> RunTexts.property(writing, run, property, text));
        draft.params().forEach((parameter, value) -> RunTexts.parameter(writing, run, parameter, value));
        return run;
    }

    /** Lists follow a client's clock only into the past: one that is ahead puts no run above those that are made after it. */
    private static Instant created(RunDraft draft, Instant told, Instant now) {
        return draft.origin().isPresent() || told.isBefore(now) ? told : now;
    }

    /** When the run was made, as the client or the history that it comes from says. */
    private static Instant told(RunDraft draft, Instant now) {
        return draft.origin()
                .map(RunDraft.Origin::created)
                .or(draft::at)
                .map(Micros::rounded)
                .orElse(now);
    }

    private static RunState.RunFacts facts(RunDraft draft, Instant told, Instant now) {
        Optional<RunDraft.Origin> origin = draft.origin();
        Optional<Instant> started = origin.isPresent()
                ? origin.flatMap(RunDraft.Origin::started)
                : Optional.of(told).filter(at -> draft.status() == RunStatus.Running);
        return new RunState.RunFacts(
                draft.status(),
                started.map(Micros::rounded),
                origin.flatMap(RunDraft.Origin::ended).map(Micros::rounded),
                Optional.empty(),
                origin.map(RunDraft.Origin::archived).orElse(false),
                0,
                now,
                0);
    }

    private static void requireParent(Writing writing, RunId parent, boolean strict) {
        boolean there = writing.session()
                .first(
                        "SELECT 1 FROM run WHERE workspace_id = ? AND id = ?",
                        row -> true,
                        writing.workspace(),
                        parent.value())
                .isPresent();
        if (!there) {
            String message = "parent run '" + parent + "' is not there; create it first";
            throw strict ? RunloreException.invalid(message) : RunloreException.notFound(message);
        }
    }
}
