// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Arrays;
import java.util.Set;

/** Where a run stands. The names are those of the wire. {@link RunTransitions} has the legal changes. */
public enum RunStatus {
    NotStarted,
    Queued,
    Preparing,
    Provisioning,
    Starting,
    Running,
    CancelRequested,
    Canceled,
    Finalizing,
    Completed,
    Failed,
    Unapproved,
    NotResponding,
    Pausing,
    Paused;

    private static final Set<RunStatus> TERMINAL = Set.of(Completed, Failed, Canceled);

    /** Whether the run is over. Data is accepted all the same: a terminal status is a label, not a lock. */
    public boolean isTerminal() {
        return TERMINAL.contains(this);
    }

    public static RunStatus parse(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RunloreException.invalid(
                        "run status '" + Shown.text(name) + "' is unknown; use one of " + Arrays.toString(values())));
    }
}
