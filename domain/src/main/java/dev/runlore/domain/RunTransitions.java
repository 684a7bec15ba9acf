// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static dev.runlore.domain.RunStatus.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The one table of legal status changes. The same status again is no change and always legal. */
public final class RunTransitions {
    private static final Map<RunStatus, Set<RunStatus>> NEXT = new EnumMap<>(RunStatus.class);

    static {
        // A later stage may be reached without the ones between: an interactive run goes from NotStarted to Running.
        allow(NotStarted, Queued, Preparing, Provisioning, Starting, Running, Unapproved);
        allow(Unapproved, Queued, Preparing, Provisioning, Starting, Running);
        allow(Queued, Preparing, Provisioning, Starting, Running);
        allow(Preparing, Queued, Provisioning, Starting, Running);
        allow(Provisioning, Queued, Preparing, Starting, Running);
        allow(Starting, Running, Finalizing);
        allow(Running, Finalizing, NotResponding, Pausing, Paused);
        allow(NotResponding, Running, Finalizing);
        allow(Pausing, Paused, Running);
        allow(Paused, Running);
        allow(Finalizing, NotResponding);
        allow(CancelRequested, NotResponding);
        for (RunStatus live : RunStatus.values()) {
            if (!live.isTerminal()) {
                allow(live, CancelRequested, Completed, Failed, Canceled);
            }
        }
        allow(Completed, Failed);
    }

    private RunTransitions() {}

    private static void allow(RunStatus from, RunStatus... to) {
        NEXT.computeIfAbsent(from, status -> EnumSet.noneOf(RunStatus.class)).addAll(Set.of(to));
    }

    /** Whether a run may go from one status to the other by start, complete, fail, cancel or a report of its runner. */
    public static boolean isLegal(RunStatus from, RunStatus to) {
        return from == to || NEXT.getOrDefault(from, Set.of()).contains(to);
    }

    /** Whether {@code resume} may take a run back to Running: from every end, and from where it has stopped without one. */
    public static boolean isResumable(RunStatus from) {
        return from.isTerminal() || isLegal(from, Running);
    }
}
