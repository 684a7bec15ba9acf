// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.store.StoreMeasures;
import java.util.List;

/**
 * All writing: one platform thread with the only connection that writes takes whatever changes wait, makes them in one
 * transaction, and answers their callers after its commit. While one commit waits for the disk the next group gathers.
 * Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    private static final String CLOSED = "the store is closed; start the server again";
    private static final String BROKEN =
            "the disk failed while the store wrote, so nothing is written any more; check the disk and start the server again";

    private final WriteAheadLog log;
    private final Session session;
    private final RunStates runs;
    private final RunChanges changes = new RunChanges();
    private final RunHeads heads;
    private final StoreOptions options;
    private final WriteQueue queue = new WriteQueue();
    private final WriteMeasures measures = new WriteMeasures();
    private boolean checkpointDue;
    private final Thread thread = Thread.ofPlatform().name("store-writer").unstarted(this::run);

    GroupCommit(Database database, Session session, RunStates runs, RunHeads heads, StoreOptions options) {
        this.log = database.log(session);
        this.session = session;
        this.runs = runs;
        this.heads = heads;
        this.options = options;
    }

    /** Which runs changed since the store was opened. */
    RunChanges changes() {
        return changes;
    }

    void start() {
        thread.start();
    }

    /** Makes the change and returns when it is durable. */
    <T> T write(Weight weight, Change<T> change) {
        Waiting<T> waiting = new Waiting<>(change, weight);
        queue.add(waiting);
        return Answers.await(waiting.answer());
    }

    StoreMeasures.Writes measures() {
        WriteQueue.Held held = queue.held();
        return new StoreMeasures.Writes(
                held.requests(),
                held.bytes(),
                held.refused(),
                measures.points(),
                measures.seconds(),
                measures.requests());
    }

    /** Has the log moved into the file after this group, however short it is. For the writing thread. */
    void checkpointSoon() {
        checkpointDue = true;
    }

    private void run() {
        try {
            for (List<Waiting<?>> group = queue.take(); !group.isEmpty(); group = queue.take()) {
                if (!commit(group)) {
                    break;
                }
                checkpoint();
            }
        } catch (RuntimeException | Error e) {
            breakOff(e);
        } finally {
            queue.close(CLOSED);
            failRest();
            runs.close();
        }
    }

    /** Commits the group and answers its callers; false when nothing can be written any more. */
    private boolean commit(List<Waiting<?>> group) {
        long began = System.nanoTime();
        try {
            commitTogether(group);
            measures.committed(group, System.nanoTime() - began);
        } catch (SqlFault fault) {
            undo();
            if (fault.isBroken()) {
                group.forEach(change -> change.fail(new RunloreException(ErrorCode.UNAVAILABLE, BROKEN, fault)));
                breakOff(fault);
                return false;
            }
            if (fault.isPassing()) {
                group.forEach(change -> change.fail(fault.answer()));
                return true;
            }
            return commitApart(group, fault);
        } catch (RuntimeException | Error e) {
            undo();
            return commitApart(group, e);
        }
        runs.tell(heads);
        group.forEach(Waiting::succeed);
        return true;
    }

    private void commitTogether(List<Waiting<?>> group) {
        session.transact("BEGIN IMMEDIATE");
        Writing writing =
                new Writing(session, runs, Micros.rounded(options.clock().instant()));
        group.forEach(change -> change.apply(writing));
        runs.flush();
        changes.announce(runs.takeTouched());
        session.transact("COMMIT");
        changes.finish();
    }

    /** After a failure that nobody foresaw: each change in a transaction of its own, so that only the one at fault fails. */
    private boolean commitApart(List<Waiting<?>> group, Throwable cause) {
        if (group.size() == 1) {
            group.getFirst().fail(cause);
            return true;
        }
        return group.stream().map(change -> commit(List.of(change))).reduce(true, Boolean::logicalAnd);
    }

    private void undo() {
        runs.forgetAll();
        runs.takeTouched();
        try {
            session.transact("ROLLBACK");
        } catch (SqlFault alreadyUndone) {
            // SQLite undoes a transaction by itself when the disk is full or fails, and then has none to undo
        }
        changes.finish();
    }

    /**
     * Moves the log's pages into the file when they have waited long enough. Done here and not by SQLite after a commit, which would keep a failure to itself;
     * pages that a reader still needs stay for the next time.
     */
    private void checkpoint() {
        try {
            log.stayAhead();
            if (checkpointDue || log.isLong()) {
                checkpointDue &= session.first("PRAGMA wal_checkpoint(PASSIVE)", row -> row.getLong(2) > row.getLong(3))
                        .orElse(false);
            }
        } catch (SqlFault fault) {
            if (fault.isBroken()) {
                breakOff(fault);
            }
        }
    }

    private void breakOff(Throwable cause) {
        queue.close(BROKEN);
        options.whenBroken().accept(cause);
    }

    private void failRest() {
        for (List<Waiting<?>> rest = queue.take(); !rest.isEmpty(); rest = queue.take()) {
            rest.forEach(change -> change.fail(new RunloreException(ErrorCode.UNAVAILABLE, BROKEN)));
        }
    }

    @Override
    public void close() {
        queue.close(CLOSED);
        Threads.awaitEnd(thread);
        log.close();
        session.close();
    }
}
