// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute;

import java.io.IOException;

/** A place that can start one command, tell whether it still runs, and end it. Thread-safe. */
public interface ComputeTarget {

    /** What a run's configuration calls it. */
    String name();

    /**
     * Starts a command, unless the one of this key was started before: then its handle is answered again. This holds over
     * restarts of whoever asks, as long as that command runs.
     *
     * @throws IOException when it cannot be started; nothing runs then
     */
    Handle submit(CommandKey key, Command command) throws IOException;

    /** A handle that is none of this target names nothing, which is {@link State#ENDED}. */
    State poll(Handle handle);

    /** Asks the command to end, and ends it for certain ten seconds later; returns at once. */
    void cancel(Handle handle);
}
