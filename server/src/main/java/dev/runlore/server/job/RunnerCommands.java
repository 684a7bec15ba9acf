// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.compute.Command;
import dev.runlore.compute.CommandKey;
import dev.runlore.domain.Job;
import dev.runlore.server.http.JobTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The commands that start runners. */
final class RunnerCommands {
    private static final String RECOVER = "--recover";

    private final JobSettings settings;
    private final WorkFolders folders;
    private final JobTokens tokens;
    private final URI url;

    /** @param url where this server answers */
    RunnerCommands(JobSettings settings, WorkFolders folders, JobTokens tokens, URI url) {
        this.settings = settings;
        this.folders = folders;
        this.tokens = tokens;
        this.url = url;
    }

    static CommandKey key(Job job) {
        return new CommandKey(job.id().value());
    }

    static CommandKey recoveryKey(Job job) {
        return new CommandKey(job.id().value() + RECOVER);
    }

    /** Executes the job. */
    Command execution(Job job, Assignment assignment) throws IOException {
        return command(job, assignment, Stream.of(job.run().value()));
    }

    /** Cleans up after a runner that is gone, and reports the end. */
    Command recovery(Job job, Assignment assignment) throws IOException {
        return command(job, assignment, Stream.of(job.run().value(), RECOVER));
    }

    private Command command(Job job, Assignment assignment, Stream<String> more) throws IOException {
        Path folder = folders.make(job.run());
        List<String> arguments = Stream.concat(
                        Stream.of(python(assignment), settings.runner().toString()), more)
                .toList();
        Map<String, String> environment = new LinkedHashMap<>(assignment.surroundings());
        environment.put("RUNLORE_URL", url.toString());
        environment.put("RUNLORE_JOB", job.id().value());
        environment.put("RUNLORE_JOB_TOKEN", tokens.claimToken(job.id()));
        environment.put("RUNLORE_HOME", settings.data().toString());
        environment.put("RUNLORE_SPOOL", settings.data().resolve("spool").toString());
        return new Command(arguments, environment, folder, folders.runnerLog(job.run()));
    }

    /** The submitter's interpreter, else the first on this server's path. */
    private static String python(Assignment assignment) throws IOException {
        return assignment
                .interpreterDefault()
                .filter(Pythons::isProgram)
                .or(Pythons::onPath)
                .orElseThrow(() -> new IOException("neither the submitter's interpreter "
                        + assignment.interpreterDefault().orElse("(none was told)")
                        + " nor a python3 on the server's PATH is there"));
    }
}
