// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.Job;
import dev.runlore.domain.Launch;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.Submission;
import dev.runlore.store.JobQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Runs that this server submits to itself, for whoever asks over HTTP: by its own user, on its own host. Thread-safe. */
public final class Launches {
    /** Property of a run that repeats another: the id of that one. */
    static final String REPEATS = "runlore.repeats";

    /** Among so many jobs that were submitted last, an experiment's interpreter is looked for. */
    private static final int LOOKED_AT = 100;

    private final Jobs jobs;
    private final SubmittedRuns runs;
    private final Supplier<Submitter> submitter;
    private final Supplier<UUID> ids;

    /** @param ids of jobs */
    public Launches(Jobs jobs, SubmittedRuns runs, Supplier<Submitter> submitter, Supplier<UUID> ids) {
        this.jobs = jobs;
        this.runs = runs;
        this.submitter = submitter;
        this.ids = ids;
    }

    /** A run that was made, and its job. */
    public record Launched(Run run, Job job) {}

    /**
     * Submits a configuration of a stored snapshot. Its interpreter, unless it names one, is that of the last run of the experiment
     * that this host started, else the first on the server's PATH.
     *
     * @param warnings sentences for the run
     */
    public Launched launch(NewRun run, RunConfiguration configuration, List<String> warnings) {
        Submitter by = submitter.get();
        Assignment assignment = new Assignment(
                configuration,
                by.surroundings(),
                lastInterpreter(run.experiment()).or(Pythons::onPath));
        return submit(draft(run, by, Map.of()), assignment, warnings);
    }

    /**
     * Submits once more what a run was made from.
     *
     * @throws RunloreException WRONG_STATE when it was not submitted; NOT_FOUND
     */
    Launched repeat(RunId earlier, Repetition asked) {
        Run run = jobs.run(earlier);
        Job job = jobs.findLast(earlier)
                .orElseThrow(() -> RunloreException.wrongState("run '" + earlier
                        + "' must have been submitted to be repeated but was not; start its script once more"));
        Assignment first = jobs.assignment(job.id());
        Assignment assignment = new Assignment(
                asked.arguments().map(first.configuration()::withWords).orElse(first.configuration()),
                first.surroundings(),
                first.interpreterDefault());
        SnapshotId snapshot = new SnapshotId(run.snapshot().orElseThrow());
        NewRun repeated = new NewRun(run.experiment().name(), snapshot, asked.name(), asked.tags());
        return submit(draft(repeated, submitter.get(), Map.of(REPEATS, earlier.value())), assignment, List.of());
    }

    private Launched submit(RunDraft draft, Assignment assignment, List<String> warnings) {
        RunConfiguration configuration = assignment.configuration();
        SnapshotId snapshot = draft.snapshot().orElseThrow();
        Submission submission = new Submission(
                SubmittedRuns.of(draft, configuration).withSnapshot(snapshot),
                configuration,
                assignment.surroundings(),
                assignment.interpreterDefault(),
                Launch.SERVER,
                warnings);
        Job job = jobs.submit(submission, ids).job();
        return new Launched(jobs.run(job.run()), job);
    }

    private RunDraft draft(NewRun run, Submitter by, Map<String, String> properties) {
        return new RunDraft(
                runs.id(run.experiment()),
                run.experiment(),
                run.name(),
                Optional.empty(),
                Optional.empty(),
                RunStatus.NotStarted,
                Optional.empty(),
                List.of(),
                RunDraft.LOCAL,
                by.user(),
                by.host(),
                true,
                Optional.empty(),
                run.tags(),
                properties,
                Map.of(),
                Optional.of(run.snapshot()),
                Optional.empty());
    }

    /** An interpreter that is on this host: one of a job that another host was to run may not be. */
    private Optional<String> lastInterpreter(String experiment) {
        JobQuery newest = new JobQuery(Optional.empty(), JobQuery.Which.ALL, LOOKED_AT, Optional.empty());
        return jobs.list(newest).items().stream()
                .filter(job -> job.launch() == Launch.SERVER)
                .filter(job -> jobs.run(job.run()).experiment().name().equals(experiment))
                .map(job -> jobs.assignment(job.id()))
                .flatMap(one -> one.configuration().interpreter().or(one::interpreterDefault).stream())
                .filter(Pythons::isProgram)
                .findFirst();
    }
}
