// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunloreException;
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
    private final LogRow points = new LogRow();
    private final List<Rejection> rejected = new ArrayList<>();
    private @Nullable WriterFacts writerFacts;
    private long dropped;
    private long number;
    private boolean changed;

    /**
     * A change of the run.
     *
     * @param strict whether a refused record refuses the whole request
     */
    RunChange(Writing writing, RunState run, boolean strict) {
        this.writing = writing;
        this.run = run;
        this.strict = strict;
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

    /** Leaves a record out, or one metric of it, and goes on; a strict request ends here. */
    void refuse(Optional<String> metric, RunloreException why) {
        if (strict) {
            throw why;
        }
        reject(new Rejection(number, metric, why.code(), String.valueOf(why.getMessage())));
    }

    void reject(Rejection rejection) {
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

    void drop(long count) {
        dropped = Math.addExact(dropped, count);
    }

    long dropped() {
        return dropped;
    }
}
