// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request's records while they are applied to their run. For the writing thread. */
final class RunChange {
    private final Writing writing;
    private final RunState run;
    private final boolean strict;
    private final SeriesState.Tie tie;
    private final LogRow points = new LogRow();
    private final List<Rejection> rejected = new ArrayList<>();
    private @Nullable WriterFacts writerFacts;
    private long dropped;
    private long number;
    private boolean changed;

    /**
     * A change of the run.
     *
     * @param writer only of a numbered one a refused record does not refuse the whole request
     */
    RunChange(Writing writing, RunState run, Writer writer) {
        this.writing = writing;
        this.run = run;
        this.strict = !(writer instanceof Writer.Numbered);
        this.tie = writer instanceof Writer.Unnumbered ? SeriesState.Tie.GREATER_VALUE : SeriesState.Tie.LATER_ARRIVAL;
    }

    SeriesState.Tie tie() {
        return tie;
    }

    Writing writing() {
        return writing;
    }

    RunState run() {
        return run;
    }

    boolean isStrict() {
        return strict;
    }

    LogRow points() {
        return points;
    }

    /** Says which record is being applied, for what is refused of it. */
    void at(long record) {
        number = record;
    }

    /** Whether the run differs from before; a beat alone is no difference. */
    void changed(boolean difference) {
        changed |= difference;
    }

    boolean isChanged() {
        return changed;
    }

    /** Leaves a record out, or what has this name in it, and goes on; a strict request ends here. */
    void refuse(Optional<String> name, RunloreException why) {
        if (strict) {
            throw why;
        }
        rejected.add(new Rejection(number, name, why.code(), String.valueOf(why.getMessage())));
    }

    /** As the other, for what whoever read the record refused of it. */
    void refuse(Rejection rejection) {
        if (strict) {
            throw new RunloreException(rejection.code(), rejection.detail());
        }
        rejected.add(rejection);
    }

    List<Rejection> rejected() {
        return rejected;
    }

    void writer(WriterFacts facts) {
        writerFacts = facts;
    }

    Optional<WriterFacts> writerFacts() {
        return Optional.ofNullable(writerFacts);
    }

    /** Counts what the writer had to drop; so many that no number holds them count as the largest. */
    void drop(long count) {
        dropped = Math.min(dropped, Long.MAX_VALUE - count) + count;
    }

    long dropped() {
        return dropped;
    }
}
