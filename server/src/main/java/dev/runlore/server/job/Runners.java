// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.compute.ComputeTarget;
import dev.runlore.compute.Handle;
import dev.runlore.compute.State;
import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.JobState;
import dev.runlore.domain.RunStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The runners of this server's jobs: starts them, and sees to the jobs whose runner is gone. For the queue's thread. */
final class Runners {
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final ComputeTarget target;
    private final Jobs jobs;
    private final RunnerCommands commands;
    private final WorkFolders folders;
    private final Map<JobId, Recovery> recoveries = new HashMap<>();
    /** Jobs that an earlier server started and this one has started no runner for. */
    private final Set<JobId> inherited = new HashSet<>();

    /** A runner that cleans up after another, and when it began by the system's timer, which no change of the clock moves. */
    private record Recovery(Handle handle, long began) {
        boolean isLong() {
            return System.nanoTime() - began > RECOVERY.toNanos();
        }
    }

    Runners(ComputeTarget target, Jobs jobs, RunnerCommands commands, WorkFolders folders) {
        this.target = target;
        this.jobs = jobs;
        this.commands = commands;
        this.folders = folders;
        jobs.started(target.name()).forEach(job -> inherited.add(job.id()));
    }

    /** Starts the runner of a job whose turn has come; one that was canceled meanwhile is left alone. */
    void start(Job job) {
        if (jobs.start(job.id())) {
            launch(job);
        }
    }

    private void launch(Job job) {
        inherited.remove(job.id());
        try {
            Handle handle = target.submit(RunnerCommands.key(job), commands.execution(job, jobs.assignment(job.id())));
            jobs.hold(job.id(), handle.text());
        } catch (IOException e) {
            jobs.lose(job, "the runner could not be started: " + e.getMessage());
        }
    }

    /** Sees to a job that was started. */
    void look(Job job) {
        if (job.handle().isEmpty()) {
            // a server ended between the start and its note; the target finds the runner if there is one
            launch(job);
            return;
        }
        Handle handle = new Handle(job.handle().get());
        if (target.poll(handle) == State.ENDED) {
            seeToLost(job.id());
        } else if (job.cancelRequested() && jobs.run(job.run()).status() == RunStatus.NotResponding) {
            target.cancel(handle);
        }
    }

    /** The job as it is now that its runner is known to be gone: that may have reported the end as the last it did. */
    private void seeToLost(JobId id) {
        Job job = jobs.get(id);
        if (!job.state().isLive()) {
            recoveries.remove(id);
        } else if (jobs.run(job.run()).status().isTerminal()) {
            jobs.end(id);
        } else if (job.state() == JobState.Starting && inherited.contains(id)) {
            // it ended with the earlier server or its machine, and before the claim nothing of the job is done
            launch(job);
        } else if (job.state() == JobState.Starting) {
            jobs.lose(job, "the runner ended before it claimed the job" + printed(job));
        } else {
            recover(job);
        }
    }

    private void recover(Job job) {
        Recovery recovery = recoveries.get(job.id());
        if (recovery == null) {
            try {
                Handle handle = target.submit(
                        RunnerCommands.recoveryKey(job), commands.recovery(job, jobs.assignment(job.id())));
                recoveries.put(job.id(), new Recovery(handle, System.nanoTime()));
            } catch (IOException e) {
                jobs.lose(job, "its runner is gone, and another could not be started to clean up: " + e.getMessage());
            }
        } else if (recovery.isLong() || target.poll(recovery.handle()) == State.ENDED) {
            target.cancel(recovery.handle());
            giveUp(jobs.get(job.id()));
        }
    }

    private void giveUp(Job job) {
        recoveries.remove(job.id());
        if (job.state().isLive()) {
            jobs.lose(job, "its runner is gone and what it left could not be cleaned up" + printed(job));
        }
    }

    private String printed(Job job) {
        String tail = folders.runnerTail(job.run());
        return tail.isEmpty() ? "; it printed nothing" : "; it printed at last: " + tail;
    }
}
