// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.runconfig.Asked;
import dev.runlore.cli.runconfig.RunConfigurations;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.Tags;
import dev.runlore.sdk.SubmissionRequest.NewRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** What was typed after {@code submit}. */
record SubmissionOptions(Invocation invocation) {

    static SubmissionOptions of(Invocation invocation) {
        SubmissionOptions options = new SubmissionOptions(invocation);
        if (options.isFile() && !options.arguments().isEmpty()) {
            throw SubmitCommand.noArguments();
        }
        return options;
    }

    static OptionSpec configuration() {
        return Options.text(
                "NAME", "Run configuration in .azureml or aml_config; else local.", "-c", "--run-configuration");
    }

    Optional<String> configurationName() {
        return isFile() ? invocation.position(0) : invocation.option("--run-configuration");
    }

    Asked asked() {
        return isFile() ? Asked.NOTHING : new Asked(invocation.position(0), arguments());
    }

    NewRun run(Project project, SnapshotId snapshot) {
        return new NewRun(
                invocation.option("--experiment").orElseGet(project::experiment),
                invocation.option("--name"),
                tags(),
                snapshot);
    }

    private List<String> arguments() {
        return invocation.positionsFrom(1);
    }

    /** Whether a run configuration stands where a script would. */
    private boolean isFile() {
        return invocation.option("--run-configuration").isEmpty()
                && invocation
                        .position(0)
                        .filter(name -> name.endsWith(RunConfigurations.ENDING))
                        .isPresent();
    }

    private Tags tags() {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        for (String tag : invocation.options("--tag")) {
            int sign = tag.indexOf('=');
            tags.put(
                    sign < 0 ? tag : tag.substring(0, sign),
                    sign < 0 ? Optional.empty() : Optional.of(tag.substring(sign + 1)));
        }
        return new Tags(tags);
    }
}
