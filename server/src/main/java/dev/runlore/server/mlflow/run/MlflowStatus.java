// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.RunStatus;
import java.util.Arrays;
import java.util.List;

/** The five statuses that clients know, in the order of their numbers. */
public enum MlflowStatus {
    RUNNING(RunStatus.Running),
    SCHEDULED(RunStatus.Queued),
    FINISHED(RunStatus.Completed),
    FAILED(RunStatus.Failed),
    KILLED(RunStatus.Canceled);

    private final RunStatus set;

    MlflowStatus(RunStatus set) {
        this.set = set;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(MlflowStatus::name).toList();
    }

    /** What a run becomes that is set to it. */
    RunStatus toRunStatus() {
        return set;
    }

    /** All that it stands for. */
    public List<RunStatus> covered() {
        return Arrays.stream(RunStatus.values())
                .filter(status -> of(status) == this)
                .toList();
    }

    public static MlflowStatus of(RunStatus status) {
        return switch (status) {
            case NotStarted, Unapproved, Queued, Preparing, Provisioning, Starting -> SCHEDULED;
            case Running, Finalizing, CancelRequested, NotResponding, Pausing, Paused -> RUNNING;
            case Completed -> FINISHED;
            case Failed -> FAILED;
            case Canceled -> KILLED;
        };
    }
}
