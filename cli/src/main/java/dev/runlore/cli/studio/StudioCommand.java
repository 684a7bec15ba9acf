// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.studio;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.sdk.StudioClient;
import dev.runlore.sdk.StudioLink;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Makes a link that opens the studio, signed in. */
public final class StudioCommand implements Command {
    private final Browser browser;

    public StudioCommand() {
        this(Browser.ofSystem(System.getProperty("os.name", "")));
    }

    StudioCommand(Browser browser) {
        this.browser = browser;
    }

    @Override
    public String name() {
        return "studio";
    }

    @Override
    public String summary() {
        return "Print a link that opens the studio in a browser, signed in.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.flag("Also open it in the browser of this desktop.", "--open"));
    }

    @Override
    public Reply run(Invocation invocation) {
        StudioLink link = new StudioClient(invocation.server().place()).createLink();
        if (invocation.flag("--open") && !browser.open(link.url())) {
            invocation
                    .session()
                    .tell("no browser could be opened here with " + browser.program() + "; follow the link");
        }
        invocation.session().tell("the link is good once and for a minute; anybody who has it is let in");
        return Reply.of(Map.of(
                        "url", link.url().toString(), "expires", link.expires().toString()))
                .withSentences(List.of(link.url().toString()));
    }
}
