// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.Appended;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.RunStore;
import java.util.List;
import java.util.Optional;

/** Changes and reads runs. Every change of the server passes here, so that nobody who watches misses one. Thread-safe. */
public final class Runs {
    private final RunStore store;
    private final RunListener listener;

    public Runs(RunStore store, RunListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** As {@link RunStore#append}; tells the listener. */
    public Appended append(RunId run, Writer writer, List<RunRecord> records) {
        Appended appended = store.append(run, writer, records);
        listener.changed(new RunChange(run, appended.revision(), appended.status()));
        return appended;
    }

    /** Tells the listener of a change that another part of the store has made together with something else. */
    public void announce(RunChange change) {
        listener.changed(change);
    }

    /** Makes a run, or finds the same one there. */
    public Appended create(RunDraft draft) {
        return append(draft.id(), Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN)));
    }

    /** All or none of the records; the run as it is after them. */
    public Run change(RunId run, List<RunRecord> records) {
        if (!records.isEmpty()) {
            append(run, Writer.DIRECT, records);
        }
        return get(run);
    }

    /** What is said of a run that is not there. */
    public static RunloreException missing(RunId run) {
        return RunloreException.notFound("run '" + run + "' must be in the history but is not; check its id");
    }

    /** Whose child a run is; nobody's when it is not there. */
    public Optional<RunId> findParent(RunId run) {
        return store.find(run).flatMap(Run::parent);
    }

    /** @throws RunloreException NOT_FOUND */
    public Run get(RunId run) {
        return store.find(run).orElseThrow(() -> missing(run));
    }
}
