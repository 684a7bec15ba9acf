// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.project;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.Session;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotId;
import dev.runlore.project.Restoration;
import dev.runlore.project.RestorePlan;
import dev.runlore.project.StoppedRestore;
import dev.runlore.sdk.ProjectFolder;
import dev.runlore.sdk.SnapshotClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Brings a folder back to the state that a run was started from. */
public final class RestoreCommand implements Command {

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String summary() {
        return "Bring the project back to the state of a run.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
        spec.addOption(Options.flag("Only print what would be added, overwritten and deleted.", "--dry-run"));
        spec.addOption(Options.text("FOLDER", "Restore into this folder instead of the project of this one.", "--to"));
        spec.addOption(Options.flag("Do not ask.", "-y", "--yes"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Session session = invocation.session();
        Path folder = folder(invocation);
        Run run = invocation.server().getRun(invocation.run());
        SnapshotId snapshot = snapshot(run);
        SnapshotClient snapshots = new SnapshotClient(invocation.server().place());
        Restoration restoration = new Restoration(
                snapshots::download, session.places().dataFolder().resolve("backups"), InstantSource.system());
        RestorePlan plan = restoration.plan(folder, snapshots.get(snapshot));
        Optional<StoppedRestore> stopped = restoration.findStopped(plan.folder());
        stopped.ifPresent(earlier -> session.tell(earlier.sentence()));
        tellWhenForeign(session, plan, run);
        RestoreReply reply = new RestoreReply(run.id(), snapshot, plan);
        if (invocation.flag("--dry-run") || (plan.isDone() && stopped.isEmpty())) {
            return reply.planned();
        }
        if (plan.losesWork() && !invocation.flag("--yes")) {
            reply.lines().forEach(session::show);
            return session.confirms(reply.question()) ? reply.confirmed(restoration.apply(plan)) : reply.declined();
        }
        return reply.done(restoration.apply(plan));
    }

    /** A run of another project has another folder's files. */
    private static void tellWhenForeign(Session session, RestorePlan plan, Run run) {
        ProjectFolder.find(plan.folder())
                .map(ProjectFolder::experiment)
                .filter(own -> plan.losesWork() && !own.equals(run.experiment().name()))
                .ifPresent(own -> session.tell("run '" + run.id() + "' belongs to experiment '"
                        + run.experiment().name() + "' and " + plan.folder() + " to '" + own
                        + "'; its files may be of another project"));
    }

    private static Path folder(Invocation invocation) {
        Path current = invocation.session().surroundings().current();
        Optional<Path> named = invocation.option("--to").map(current::resolve);
        return named.or(() -> ProjectScope.find(invocation.session()).map(ProjectFolder::root))
                .orElseThrow(() -> RunloreException.invalid(current + " is in no project, so restore must be told which"
                        + " folder to change; add --to FOLDER, or make this one a project with 'runlore init'"));
    }

    private static SnapshotId snapshot(Run run) {
        return run.snapshot()
                .map(SnapshotId::new)
                .orElseThrow(() -> RunloreException.notFound("run '" + run.id()
                        + "' has no snapshot of its folder; choose a" + " run that was submitted, or that took one"));
    }
}
