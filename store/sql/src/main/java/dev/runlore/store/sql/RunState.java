// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunTransitions;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.WriterId;
import dev.runlore.domain.WriterState;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the writing thread knows of a run that is written to. It is ahead of the database until the group's {@link RunStates#flush},
 * and forgotten when the group is undone. For the writing thread.
 */
final class RunState {
    private final Place place;
    /** Whether {@link #metrics} has all the run's metrics, because the run was made here. */
    private final boolean complete;

    /** Which run it is: its key, its id, and the id of its experiment. */
    record Place(long key, RunId id, long experiment) {}

    private final Map<String, MetricState> metrics = new HashMap<>();
    private final Map<WriterId, WriterState> writers = new LinkedHashMap<>();
    private RunFacts facts;
    private RunFacts stored;
    private boolean dirty;
    private @Nullable LogSpans log;

    /**
     * The part of a run's row that appending changes.
     *
     * @param lastSign the server's time of the last sign of life
     * @param nextLogRow number that the run's next log row has; never used twice
     */
    record RunFacts(
            RunStatus status,
            Optional<Instant> started,
            Optional<Instant> ended,
            Optional<RunError> error,
            boolean archived,
            long revision,
            Instant lastSign,
            long nextLogRow) {
        RunFacts counted(long revision, Instant lastSign, long nextLogRow) {
            return new RunFacts(status, started, ended, error, archived, revision, lastSign, nextLogRow);
        }
    }

    RunState(Place place, RunFacts facts, boolean complete) {
        this.place = place;
        this.facts = facts;
        this.stored = facts;
        this.complete = complete;
        this.log = complete ? new LogSpans() : null;
    }

    long key() {
        return place.key;
    }

    RunId id() {
        return place.id;
    }

    long experiment() {
        return place.experiment;
    }

    RunFacts facts() {
        return facts;
    }

    RunStatus status() {
        return facts.status;
    }

    long revision() {
        return facts.revision;
    }

    boolean isComplete() {
        return complete;
    }

    Map<String, MetricState> metrics() {
        return metrics;
    }

    Map<WriterId, WriterState> writers() {
        return writers;
    }

    /** Where its log reaches; of a run that was not made here nobody knows before {@link #know}. */
    Optional<LogSpans> log() {
        return Optional.ofNullable(log);
    }

    void know(LogSpans log) {
        this.log = log;
    }

    boolean isDirty() {
        return dirty;
    }

    /** Whether the row has all of it but what each request counts on: revision, last sign of life, next log row. */
    boolean isCountedOn() {
        return facts.equals(stored.counted(facts.revision, facts.lastSign, facts.nextLogRow));
    }

    void markStored() {
        stored = facts;
        dirty = false;
    }

    /** Counts one transaction that changed the run. */
    void nextRevision() {
        facts = facts.counted(facts.revision + 1, facts.lastSign, facts.nextLogRow);
        dirty = true;
    }

    long takeLogRow() {
        long row = facts.nextLogRow;
        put(facts.lastSign, row + 1);
        return row;
    }

    /** Archives the run or takes it back; answers whether that changed anything. */
    boolean archive(boolean archived) {
        boolean changed = archived != facts.archived;
        put(facts.status, facts.started, facts.ended, facts.error, archived, facts.revision);
        return changed;
    }

    /** The run's process lives; answers whether that woke a run that was taken for silent. */
    boolean beat(Instant now) {
        put(now, facts.nextLogRow);
        if (facts.status != RunStatus.NotResponding) {
            return false;
        }
        put(RunStatus.Running, facts.started, facts.ended, facts.error, facts.archived, facts.revision);
        return true;
    }

    /**
     * Changes the status; answers whether it was another one.
     *
     * @throws RunloreException WRONG_STATE when {@link RunTransitions} has no such change
     */
    boolean change(RunStatus to, Instant at, @Nullable RunError why) {
        RunStatus from = facts.status;
        if (!RunTransitions.isLegal(from, to)) {
            String next = from.isTerminal() ? "resume the run first" : "read its status first";
            throw RunloreException.wrongState(
                    "run '" + place.id + "' is " + from + " and cannot become " + to + "; " + next);
        }
        if (from == to) {
            return false;
        }
        Optional<Instant> started = to == RunStatus.Running ? Optional.of(facts.started.orElse(at)) : facts.started;
        Optional<Instant> ended =
                to.isTerminal() ? Optional.of(facts.ended.orElse(notBefore(started, at))) : facts.ended;
        Optional<RunError> error = why == null ? facts.error : Optional.of(why);
        put(to, started, ended, error, facts.archived, facts.revision);
        return true;
    }

    /** Sets status and end as {@link dev.runlore.domain.RunRecord.Overrule} says; answers whether that changed anything. */
    boolean overrule(Optional<RunStatus> to, Optional<Instant> end, Instant now) {
        RunFacts before = facts;
        RunStatus status = to.orElse(before.status);
        boolean isLeft = to.isPresent() && !status.isTerminal();
        Optional<Instant> ended = isLeft ? Optional.empty() : end.or(() -> before.ended);
        if (to.isPresent() && status.isTerminal()) {
            ended = ended.or(() -> Optional.of(now));
        }
        Optional<Instant> started =
                status == RunStatus.Running ? before.started.or(() -> Optional.of(now)) : before.started;
        Optional<RunError> error = status == before.status ? before.error : Optional.empty();
        put(status, started, ended, error, before.archived, before.revision);
        return !facts.equals(before);
    }

    /** A clock may have been set back since, and whoever tells the end may have another one than who told the start. */
    private static Instant notBefore(Optional<Instant> start, Instant at) {
        return start.filter(at::isBefore).orElse(at);
    }

    /**
     * Takes the run back to Running; answers whether it was not.
     *
     * @throws RunloreException WRONG_STATE when it cannot be resumed
     */
    boolean resume(Instant at) {
        RunStatus from = facts.status;
        if (!RunTransitions.isResumable(from)) {
            throw RunloreException.wrongState("run '" + place.id + "' is " + from
                    + " and cannot be resumed; resume runs that are over or have stopped");
        }
        if (from == RunStatus.Running) {
            return false;
        }
        Optional<Instant> started = Optional.of(facts.started.orElse(at));
        put(RunStatus.Running, started, Optional.empty(), Optional.empty(), facts.archived, facts.revision);
        return true;
    }

    private void put(
            RunStatus status,
            Optional<Instant> started,
            Optional<Instant> ended,
            Optional<RunError> error,
            boolean archived,
            long revision) {
        facts = new RunFacts(status, started, ended, error, archived, revision, facts.lastSign, facts.nextLogRow);
        dirty = true;
    }

    private void put(Instant lastSign, long nextLogRow) {
        facts = facts.counted(facts.revision, lastSign, nextLogRow);
        dirty = true;
    }
}
