// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import dev.runlore.sdk.RunChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

final class TagCommand implements Command {

    @Override
    public String name() {
        return "tag";
    }

    @Override
    public String summary() {
        return "Set and remove tags of a run.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
        spec.addPositional(
                Options.positions(1, "0..*", "KEY[=TEXT]", "Tags to set; without '=' a tag without a text."));
        spec.addOption(Options.texts("KEY", "Tag to remove; may be given several times.", "--remove"));
    }

    @Override
    public Reply run(Invocation invocation) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        invocation.positionsFrom(1).forEach(tag -> put(tags, tag));
        List<String> removed = invocation.options("--remove");
        if (tags.isEmpty() && removed.isEmpty()) {
            throw RunloreException.invalid(
                    "run tag must get a tag to set or remove but got none; add KEY=TEXT or --remove KEY");
        }
        Run run = invocation.server().changeRun(invocation.run(), RunChange.tags(new Tags(tags), removed));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        run.tags().values().forEach((key, text) -> tree.put(key, text.orElse(null)));
        return Reply.of(tree);
    }

    private static void put(Map<String, Optional<String>> tags, String tag) {
        int sign = tag.indexOf('=');
        if (sign < 0) {
            tags.put(tag, Optional.empty());
        } else {
            tags.put(tag.substring(0, sign), Optional.of(tag.substring(sign + 1)));
        }
    }
}
