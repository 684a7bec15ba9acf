// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.UsedDataset;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What each kind of record does to a run that is there. A record is checked whole before it changes anything. */
final class Records {
    private Records() {}

    /**
     * Applies one record.
     *
     * @throws RunloreException it is refused, and nothing has changed; but of {@link RunRecord.Values} and
     *     {@link RunRecord.Several} in a strict request a part may have been applied
     */
    static void apply(RunRecord record, RunChange change) {
        Writing writing = change.writing();
        RunState run = change.run();
        switch (record) {
            case RunRecord.Create create -> createAgain(create, change);
            case RunRecord.Rows rows -> Points.append(rows, change);
            case RunRecord.Values values -> Points.append(values, change);
            case RunRecord.Several several -> several(several, change);
            case RunRecord.Tag tag -> change.changed(RunTexts.tag(writing, run, tag.key(), tag.text()));
            case RunRecord.Untag untag -> change.changed(RunTexts.untag(writing, run, untag.key()));
            case RunRecord.Property property ->
                change.changed(RunTexts.property(writing, run, property.key(), property.text()));
            case RunRecord.Parameter parameter ->
                change.changed(RunTexts.parameter(writing, run, parameter.key(), parameter.value()));
            case RunRecord.PutArtifact artifact -> change.changed(Artifacts.put(writing, run, artifact));
            case RunRecord.UseDataset(UsedDataset used) -> change.changed(Datasets.use(writing, run, used));
            case RunRecord.DeleteArtifact artifact -> change.changed(Artifacts.delete(writing, run, artifact.path()));
            case RunRecord.DeleteArtifacts artifacts ->
                change.changed(Artifacts.deleteAll(writing, run, artifacts.path()));
            case RunRecord.LinkModel(ModelLink link) -> change.changed(RunModels.link(writing, run, link));
            case RunRecord.TakeSnapshot taken -> change.changed(RunSnapshots.take(writing, run, taken));
            case RunRecord.Status status -> status(status, change);
            case RunRecord.Overrule overrule -> overrule(overrule, change);
            case RunRecord.Resume resume -> {
                change.changed(run.resume(at(resume.at(), writing)));
                run.beat(writing.now());
            }
            case RunRecord.Heartbeat heartbeat -> change.changed(run.beat(writing.now()));
            case RunRecord.Rename rename ->
                change.changed(RunTexts.put(writing, run, RunTexts.Field.NAME, rename.name()));
            case RunRecord.Describe describe ->
                change.changed(RunTexts.put(writing, run, RunTexts.Field.DESCRIPTION, describe.description()));
            case RunRecord.Parent parent ->
                change.changed(RunTexts.put(
                        writing,
                        run,
                        RunTexts.Field.PARENT,
                        parent.parent().map(RunId::value).orElse(null)));
            case RunRecord.Archive archive -> change.changed(run.archive(archive.archived()));
            case RunRecord.Warning warning -> change.changed(RunTexts.warn(writing, run, warning.text()));
            case RunRecord.Dropped dropped -> dropped(dropped, change);
            case RunRecord.Unreadable unreadable -> unreadable(unreadable, change);
        }
    }

    /** A numbered writer's first record finds the run there whenever another writer was faster: only its facts are new. */
    private static void createAgain(RunRecord.Create create, RunChange change) {
        if (!change.isStrict()) {
            change.writer(create.writer());
            return;
        }
        RunDraft draft = create.run();
        byte[] stored = change.writing()
                .session()
                .first(
                        "SELECT draft FROM run WHERE run_key = ?",
                        row -> row.getBytes(1),
                        change.run().key())
                .orElseThrow();
        if (!Arrays.equals(stored, DraftDigest.of(draft))) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS,
                    "run '" + draft.id() + "' is there and was made from other content; use another id");
        }
    }

    private static void several(RunRecord.Several several, RunChange change) {
        for (RunRecord part : several.parts()) {
            try {
                apply(part, change);
            } catch (RunloreException refused) {
                change.refuse(key(part), refused);
            }
        }
    }

    /** The key of what can be refused. */
    private static Optional<String> key(RunRecord part) {
        if (part instanceof RunRecord.Property property) {
            return Optional.of(property.key());
        }
        return part instanceof RunRecord.Parameter parameter ? Optional.of(parameter.key()) : Optional.empty();
    }

    private static void status(RunRecord.Status status, RunChange change) {
        Writing writing = change.writing();
        RunState run = change.run();
        boolean changed =
                run.change(status.to(), at(status.at(), writing), status.error().orElse(null));
        change.changed(changed);
        if (changed && status.to().isTerminal()) {
            writing.runs().ended(run.key());
        }
        if (changed && status.to() != RunStatus.NotResponding) {
            run.beat(writing.now());
        }
    }

    private static void overrule(RunRecord.Overrule overrule, RunChange change) {
        Writing writing = change.writing();
        RunState run = change.run();
        boolean isExecuted = writing.session()
                .first("SELECT 1 FROM job WHERE run_key = ? AND ended IS NULL LIMIT 1", row -> true, run.key())
                .isPresent();
        if (isExecuted) {
            return;
        }
        RunStatus before = run.status();
        change.changed(run.overrule(overrule.to(), overrule.ended().map(Micros::rounded), writing.now()));
        if (run.status() != before && run.status().isTerminal()) {
            writing.runs().ended(run.key());
        }
        if (overrule.to().filter(to -> to != RunStatus.NotResponding).isPresent()) {
            run.beat(writing.now());
        }
    }

    private static Instant at(Optional<Instant> told, Writing writing) {
        return told.map(Micros::rounded).orElse(writing.now());
    }

    private static void dropped(RunRecord.Dropped dropped, RunChange change) {
        if (change.isStrict()) {
            throw RunloreException.invalid(
                    "only a writer that numbers its records can tell of dropped ones; send them with its id");
        }
        if (dropped.count() < 0) {
            throw RunloreException.invalid(
                    "dropped must be a count from 0 but is " + dropped.count() + "; send a count");
        }
        change.drop(dropped.count());
    }

    private static void unreadable(RunRecord.Unreadable unreadable, RunChange change) {
        change.refuse(unreadable.rejection());
    }
}
