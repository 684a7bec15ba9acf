// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.Job;
import dev.runlore.server.http.JobTokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts jobs on the server's target in the order of their submission, so many at once as is set, and looks every second whether
 * their runners still live. All it knows is in the store, so it goes on where an earlier server stopped.
 */
public final class JobQueue {
    private static final Logger log = LoggerFactory.getLogger(JobQueue.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final JobSettings settings;
    private final Jobs jobs;
    private final JobTokens tokens;
    private final Wake wake;
    private final Thread thread = Thread.ofVirtual().name("job-queue").unstarted(this::run);
    private volatile boolean stopped;
    private @Nullable Runners runners;

    public JobQueue(JobSettings settings, Jobs jobs, JobTokens tokens, Wake wake) {
        this.settings = settings;
        this.jobs = jobs;
        this.tokens = tokens;
        this.wake = wake;
    }

    /** @param url where the server answers, for the runners */
    public void start(URI url) {
        WorkFolders folders = new WorkFolders(settings.data());
        runners = new Runners(settings.target(), jobs, new RunnerCommands(settings, folders, tokens, url), folders);
        thread.start();
    }

    /** Starts nothing any more; the runners that run go on. */
    public void stop() {
        stopped = true;
        wake.signal();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        tryDo("the jobs of runs that are over could not be ended", jobs::endOver);
        while (!stopped) {
            tryDo("looking after the jobs failed; the next look is in " + LOOK, this::look);
            try {
                wake.await(LOOK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        Runners own = Objects.requireNonNull(runners);
        String target = settings.target().name();
        for (Job job : jobs.started(target)) {
            tryDo("looking after job " + job.id() + " failed", () -> own.look(job));
        }
        int free = settings.parallel() - jobs.started(target).size();
        List<Job> next = free > 0 ? jobs.waiting(target, free) : List.of();
        for (Job job : next) {
            tryDo("starting job " + job.id() + " failed", () -> own.start(job));
        }
    }

    // One job's trouble is no other's, and nothing may end this thread.
    private void tryDo(String failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (!stopped) {
                log.atError().setCause(e).log(failure);
            }
        }
    }
}
