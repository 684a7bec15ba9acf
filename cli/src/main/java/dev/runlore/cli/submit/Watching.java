// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.RunText;
import dev.runlore.cli.command.Session;
import dev.runlore.cli.command.Surroundings;
import dev.runlore.cli.output.PythonTimes;
import dev.runlore.cli.output.VisibleText;
import dev.runlore.cli.run.FollowedRun;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.sdk.Submitted;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** A submitted run on the terminal of its submitter: its output as it comes, and how it ended. */
record Watching(Session session, Submitted submitted) {

    /** Returns the exit code that the command ends with: the script's own. */
    int toTheEnd() throws IOException {
        RunId run = submitted.run().id();
        PrintStream out = session.surroundings().out();
        out.print("RunId: " + run + "\n\nExecuting user inputs .....\n===========================\n\n");
        out.flush();
        Thread goodbye = new Thread(() -> tellThatItGoesOn(run), "goodbye");
        Runtime.getRuntime().addShutdownHook(goodbye);
        Run ended;
        try (RunText text = RunText.to(session.surroundings())) {
            ended = new FollowedRun(session, run).print(text);
        } finally {
            Runtime.getRuntime().removeShutdownHook(goodbye);
        }
        out.print("\nExecution Details\n=================\nRunId: " + run + "\nStatus: " + ended.status() + "\n"
                + duration(ended));
        out.flush();
        tellTrouble(ended);
        return FollowedRun.exitCode(ended);
    }

    /** Interrupting the watcher does not interrupt the run. */
    private void tellThatItGoesOn(RunId run) {
        Surroundings surroundings = session.surroundings();
        surroundings.out().flush();
        surroundings
                .err()
                .println("\n" + surroundings.invokedAs() + ": run " + run
                        + " goes on; watch it with 'runlore run logs -f " + run + "', end it with 'runlore run cancel "
                        + run + "'");
        surroundings.err().flush();
    }

    private static String duration(Run run) {
        if (run.started().isEmpty() || run.ended().isEmpty()) {
            return "";
        }
        Duration took = Duration.between(run.started().get(), run.ended().get());
        return "Duration: " + PythonTimes.duration(took.isNegative() ? Duration.ZERO : took) + "\n";
    }

    private void tellTrouble(Run run) {
        Set<String> told = new HashSet<>(
                submitted.run().warnings().stream().map(Run.RunWarning::text).toList());
        run.warnings().stream().map(Run.RunWarning::text).filter(told::add).forEach(warning -> session.tell(warning));
        run.error()
                .ifPresent(error ->
                        session.tell("run " + run.id() + " " + run.status() + ": " + VisibleText.of(error.message())));
    }
}
