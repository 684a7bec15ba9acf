// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Session;
import dev.runlore.domain.Launch;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.sdk.JobClient;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.SnapshotClient;
import dev.runlore.sdk.SubmissionRequest;
import dev.runlore.sdk.SubmissionRequest.NewRun;
import dev.runlore.sdk.SubmissionRequest.Submitter;
import dev.runlore.sdk.Submitted;
import java.io.IOException;
import java.util.Optional;

/** Sends what is prepared, and sees to it that a runner starts: the server's, or one of this machine. */
record Dispatch(Session session) {

    Submitted submit(Prepared prepared, NewRun run) throws IOException {
        prepared.warnings().forEach(session::tell);
        Place named = session.server().place();
        Optional<Place> live =
                session.places().live().filter(place -> place.url().equals(named.url()));
        Place place = live.orElse(named);
        Submitter submitter = Submitters.of(session.surroundings());
        tellWhatRuns(prepared, submitter);
        new SnapshotClient(place).put(prepared.folder().manifest(), prepared.folder()::file);
        SubmissionRequest request = new SubmissionRequest(
                run,
                prepared.configuration(),
                submitter,
                live.isPresent() ? Launch.SERVER : Launch.SUBMITTER,
                prepared.warnings());
        Submitted submitted = new JobClient(place).submit(request);
        if (submitted.claimToken().isPresent()) {
            new DetachedRunner(session.places(), place).start(submitted, submitter);
        }
        return submitted;
    }

    /** A project may come from anybody: its user sees what its files make this machine do. */
    private void tellWhatRuns(Prepared prepared, Submitter submitter) {
        RunConfiguration configuration = prepared.configuration();
        configuration.interpreter().ifPresent(path -> session.tell("interpreter " + path));
        configuration.environment().ifPresent(packages -> {
            session.tell("packages"
                    + packages.python().map(version -> " python " + version).orElse("")
                    + packages.conda().stream().map(name -> " " + name).reduce("", String::concat)
                    + packages.pip().stream().map(name -> " " + name).reduce("", String::concat));
        });
        session.detail("snapshot " + prepared.snapshot() + " of "
                + prepared.folder().manifest().files().size() + " files, own interpreter "
                + submitter.interpreter().orElse("none"));
    }
}
