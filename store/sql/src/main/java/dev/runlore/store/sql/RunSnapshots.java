// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotId;
import java.util.Optional;

/** Which snapshot a run has. One that was taken by itself gives way to the first that was asked for, which then stays. */
final class RunSnapshots {
    private record Taken(String snapshot, boolean explicit) {}

    private RunSnapshots() {}

    /** @throws RunloreException NOT_FOUND */
    static void require(Writing writing, SnapshotId snapshot) {
        boolean there = writing.session()
                .first(
                        "SELECT 1 FROM snapshot WHERE workspace_id = ? AND snapshot_id = ?",
                        row -> true,
                        writing.workspace(),
                        snapshot.value())
                .isPresent();
        if (!there) {
            throw RunloreException.notFound("snapshot " + snapshot + " is not there; send it first");
        }
    }

    /** Answers whether the run has another snapshot than before. */
    static boolean take(Writing writing, RunState run, RunRecord.TakeSnapshot record) {
        require(writing, record.snapshot());
        Optional<Taken> before = taken(writing, run);
        boolean same = before.filter(
                        taken -> taken.snapshot.equals(record.snapshot().value()))
                .isPresent();
        if (before.isPresent() && !record.explicit()) {
            return false;
        }
        if (!same && before.filter(Taken::explicit).isPresent()) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS,
                    "run '" + run.id() + "' has the snapshot " + before.get().snapshot
                            + " already; start another run for another one");
        }
        writing.session()
                .update(
                        "UPDATE run SET snapshot = ?, snapshot_explicit = ? WHERE run_key = ?",
                        record.snapshot().value(),
                        record.explicit(),
                        run.key());
        return !same;
    }

    private static Optional<Taken> taken(Writing writing, RunState run) {
        return writing.session()
                .first(
                        "SELECT snapshot, snapshot_explicit FROM run WHERE run_key = ? AND snapshot IS NOT NULL",
                        row -> new Taken(row.getString(1), row.getBoolean(2)),
                        run.key());
    }
}
