// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Writer;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.run.Runs;
import dev.runlore.store.ArchivedRunException;
import dev.runlore.store.WrittenOnceException;
import java.util.List;

/** Changes of runs: all of a request or nothing, refused in the words that clients look for. Thread-safe. */
public final class RunWrites {
    private final Runs runs;

    public RunWrites(Runs runs) {
        this.runs = runs;
    }

    /**
     * Appends to a run; a deleted one takes nothing.
     *
     * @throws RunloreException PERMISSION_DENIED, NOT_FOUND, WRONG_STATE, or what a record is refused for
     */
    public void append(Exchange exchange, RunId run, List<RunRecord> records) {
        exchange.requireWritable(run);
        append(run, records);
    }

    /** Makes a run, as a child where only such may be written. */
    void create(Exchange exchange, NewRun run, String experiment) {
        exchange.requireWritableFor(run.parent());
        append(run.id(), run.records(experiment));
    }

    private void append(RunId run, List<RunRecord> records) {
        try {
            runs.append(run, Writer.UNNUMBERED, records);
        } catch (ArchivedRunException archived) {
            throw RunloreException.wrongState(
                    "The run " + run + " must be in the 'active' state. Current state is deleted.");
        } catch (WrittenOnceException written) {
            throw RunloreException.invalid("Changing param values is not allowed. Param with key='"
                    + Shown.text(written.key()) + "' was already logged with value='" + Shown.text(written.stored())
                    + "' for run ID='" + run + "'. Log it under another key, or as a tag.");
        } catch (RunloreException refused) {
            throw refused.code() == ErrorCode.NOT_FOUND ? missing(run) : refused;
        }
    }

    /** Deletes a run or takes it back, however often. */
    void archive(Exchange exchange, RunId run, boolean archived) {
        exchange.requireWritable(run);
        try {
            runs.append(run, Writer.DIRECT, List.of(new RunRecord.Archive(archived)));
        } catch (RunloreException refused) {
            throw refused.code() == ErrorCode.NOT_FOUND ? missing(run) : refused;
        }
    }

    /** What is said of a run that is not there. */
    public static RunloreException missing(RunId run) {
        return RunloreException.notFound("Run with id=" + run + " not found");
    }
}
