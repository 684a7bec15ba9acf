// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** One verb. */
public interface Command {
    String name();

    /** One sentence for the list of verbs. */
    String summary();

    /** Adds the verb's own options and positionals; the common ones are there already. */
    default void declare(CommandSpec spec) {}

    Reply run(Invocation invocation) throws IOException;
}
