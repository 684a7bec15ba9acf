// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.sdk.JobClient;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.Places;
import dev.runlore.sdk.SubmissionRequest.Submitter;
import dev.runlore.sdk.Submitted;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The runner of a job of another machine's server: the server's own program, started here, detached from this process. */
record DetachedRunner(Places places, Place server) {

    void start(Submitted submitted, Submitter submitter) throws IOException {
        String python = submitter
                .interpreter()
                .orElseThrow(
                        () -> new RunloreException(
                                ErrorCode.UNAVAILABLE,
                                "a run needs Python but the PATH has neither python3 nor python; install one, then submit again"));
        Path jobs = ownFolder(places.dataFolder().resolve("jobs"));
        Path program = runner(ownFolder(jobs.resolve("runner")));
        RunId run = submitted.run().id();
        Path work = ownFolder(jobs.resolve(run.value()));
        List<String> command = new ArrayList<>(session());
        command.addAll(List.of(python, program.toString(), run.value()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(work.toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true)
                .redirectOutput(work.resolve("runner.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(submitter.variables());
        environment.put("RUNLORE_URL", server.url().toString());
        environment.put("RUNLORE_JOB", submitted.job().id().value());
        environment.put("RUNLORE_JOB_TOKEN", submitted.claimToken().orElseThrow());
        environment.put("RUNLORE_HOME", places.dataFolder().toString());
        environment.put("RUNLORE_SPOOL", places.dataFolder().resolve("spool").toString());
        builder.start();
    }

    /** A session of its own: Ctrl-C and the end of the terminal do not reach it. */
    private List<String> session() {
        return Submitters.onPath(places.environment(), "setsid")
                .map(setsid -> List.of(setsid.toString()))
                .orElse(List.of("nohup"));
    }

    /** Kept under its digest: another server's runner never takes the place of one that works. */
    private Path runner(Path folder) throws IOException {
        Path part = Files.createTempFile(folder, "download", ".pyz");
        try {
            Sha256 digest = new JobClient(server).downloadRunner(part);
            Path program = ownFolder(folder.resolve(digest.hex())).resolve("runlore-runner.pyz");
            Files.move(part, program, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            return program;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Path ownFolder(Path folder) throws IOException {
        return Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
