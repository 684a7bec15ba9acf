// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

/**
 * One opened history. All parts see the same state: a write that has returned is durable and seen by every later read.
 *
 * <p>Thread-safe. Calls block until the answer is there; a caller may be a virtual thread.
 */
public interface Store extends AutoCloseable {

    ExperimentStore experiments();

    RunStore runs();

    MetricStore metrics();

    LogStore logs();

    JobStore jobs();

    SnapshotStore snapshots();

    ModelStore models();

    LoggedModelStore loggedModels();

    ProjectStore projects();

    PurgeStore purges();

    TransferStore transfers();

    /** How it stands now; takes milliseconds also for a large history. */
    StoreMeasures measures();

    /** Finishes the writes that wait and closes; later calls fail with UNAVAILABLE. */
    @Override
    void close();
}
