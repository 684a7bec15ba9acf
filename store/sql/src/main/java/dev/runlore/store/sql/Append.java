// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Appended;
import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterState;
import dev.runlore.store.ArchivedRunException;
import dev.runlore.store.RecordGapException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One request that changes a run: decides which of its records are new, applies them, and counts the writer on. */
record Append(RunId id, Writer writer, List<RunRecord> records) implements Change<Appended> {
    /** Above it the two oldest gaps become one. */
    private static final int MOST_GAPS = 100;

    private static final String SAVEPOINT = "request";

    Append {
        records = List.copyOf(records);
    }

    @Override
    public Appended apply(Writing writing) {
        return switch (writer) {
            case Writer.Direct direct -> whole(writing);
            case Writer.Unnumbered unnumbered -> unnumbered(writing);
            case Writer.Numbered numbered -> numbered(writing, numbered);
        };
    }

    private Appended unnumbered(Writing writing) {
        if (writing.runs().find(id).filter(run -> run.facts().archived()).isPresent()) {
            throw new ArchivedRunException(id);
        }
        List<RunRecord> rest = Repeats.leftOut(writing, id, records);
        return new Append(id, writer, rest).whole(writing);
    }

    /** All records or none. */
    private Appended whole(Writing writing) {
        return isAtomicAnyway() ? direct(writing) : undoable(writing);
    }

    /** Whether a refusal can only come before the first change, as each record is checked before it changes anything. */
    private boolean isAtomicAnyway() {
        return records.size() == 1
                && !(records.getFirst() instanceof RunRecord.Values)
                && !(records.getFirst() instanceof RunRecord.Several);
    }

    private Appended undoable(Writing writing) {
        writing.runs().flush();
        writing.session().transact("SAVEPOINT " + SAVEPOINT);
        try {
            return direct(writing);
        } catch (RunloreException refused) {
            writing.session().transact("ROLLBACK TO " + SAVEPOINT);
            writing.runs().find(id).ifPresent(writing.runs()::forget);
            throw refused;
        } finally {
            writing.session().transact("RELEASE " + SAVEPOINT);
        }
    }

    private Appended direct(Writing writing) {
        Optional<RunState> known = writing.runs().find(id);
        RunState run = known.orElseGet(() -> RunCreation.create(writing, first(0), true));
        RunChange change = new RunChange(writing, run, writer);
        for (RunRecord record : known.isPresent() ? records : records.subList(1, records.size())) {
            Records.apply(record, change);
        }
        finish(change);
        return new Appended(known.isEmpty(), 0, run.revision(), run.status(), change.rejected());
    }

    private Appended numbered(Writing writing, Writer.Numbered numbered) {
        Optional<RunState> known = writing.runs().find(id);
        Optional<WriterState> before = known.flatMap(run -> writing.runs().writer(run, numbered.id()));
        long next = before.map(WriterState::nextRecord).orElse(0L);
        long end = end(numbered.first());
        if (numbered.first() > next && !numbered.gap()) {
            throw known.isEmpty() && !isCreate(0) ? notFound() : new RecordGapException(numbered.first(), next);
        }
        int skipped = (int) Math.min(records.size(), Math.max(0, next - numbered.first()));
        RunState run = known.orElseGet(() -> RunCreation.create(writing, first(skipped), false));
        RunChange change = new RunChange(writing, run, writer);
        change.drop(before.map(WriterState::dropped).orElse(0L));
        for (int i = skipped; i < records.size(); i++) {
            change.at(numbered.first() + i);
            tryApply(records.get(i), change);
        }
        long after = Math.max(next, end);
        if (after > next || numbered.first() > next) {
            WriterState advanced = advance(before, numbered, change, after);
            writing.runs().put(run, advanced);
            change.changed(true);
        }
        finish(change);
        return new Appended(known.isEmpty(), after, run.revision(), run.status(), change.rejected());
    }

    /** One record that is refused, for whatever rule, takes its number and lets the others pass. */
    private static void tryApply(RunRecord record, RunChange change) {
        try {
            Records.apply(record, change);
        } catch (RunloreException refused) {
            change.refuse(Optional.empty(), refused);
        }
    }

    private long end(long first) {
        if (first > Long.MAX_VALUE - records.size()) {
            throw RunloreException.invalid("first must leave room for " + records.size() + " record numbers but is "
                    + first + "; send the number of the first record");
        }
        return first + records.size();
    }

    private boolean isCreate(int index) {
        return index < records.size() && records.get(index) instanceof RunRecord.Create;
    }

    private RunRecord.Create first(int index) {
        if (index < records.size() && records.get(index) instanceof RunRecord.Create create) {
            return create;
        }
        throw notFound();
    }

    private RunloreException notFound() {
        return RunloreException.notFound("run '" + id + "' is not there; create it first");
    }

    private static WriterState advance(
            Optional<WriterState> before, Writer.Numbered writer, RunChange change, long nextRecord) {
        long next = before.map(WriterState::nextRecord).orElse(0L);
        List<WriterState.Gap> gaps =
                new ArrayList<>(before.map(WriterState::gaps).orElse(List.of()));
        if (writer.first() > next) {
            gaps.add(new WriterState.Gap(next, writer.first()));
        }
        if (gaps.size() > MOST_GAPS) {
            gaps.set(0, new WriterState.Gap(gaps.get(0).from(), gaps.get(1).to()));
            gaps.remove(1);
        }
        WriterFacts facts =
                change.writerFacts().or(() -> before.map(WriterState::facts)).orElse(WriterFacts.UNKNOWN);
        long dropped = change.dropped();
        return new WriterState(writer.id(), facts, nextRecord, gaps, dropped);
    }

    private void finish(RunChange change) {
        Writing writing = change.writing();
        RunState run = change.run();
        if (!change.points().isEmpty()) {
            writing.runs().append(run, change.points());
            change.changed(true);
        }
        List<Rejection> rejected = change.rejected();
        for (Rejection rejection :
                rejected.subList(Math.max(0, rejected.size() - RunTexts.WARNINGS), rejected.size())) {
            RunTexts.warn(writing, run, text(rejection));
            change.changed(true);
        }
        if (change.isChanged()) {
            run.nextRevision();
        }
    }

    private static String text(Rejection rejection) {
        String part = rejection.metric().map(name -> ", '" + name + "',").orElse("");
        return "record " + rejection.n() + part + " was refused: " + rejection.detail();
    }
}
