// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import dev.runlore.cli.output.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verb answers.
 *
 * @param tree plain value for {@code -o} and {@code --query}
 * @param table its own look as a table
 * @param sentences what is printed instead when no format and no query was asked for
 * @param exitCode 0 unless the answer itself is a kind of failure
 */
public record Reply(@Nullable Object tree, Optional<Table> table, Optional<List<String>> sentences, int exitCode) {
    /** Of a verb that has written its answer itself. */
    public static final Reply WRITTEN = new Reply(null, Optional.empty(), Optional.of(List.of()), 0);

    public static Reply of(@Nullable Object tree) {
        return new Reply(tree, Optional.empty(), Optional.empty(), 0);
    }

    public Reply withTable(Table own) {
        return new Reply(tree, Optional.of(own), sentences, exitCode);
    }

    public Reply withSentences(List<String> lines) {
        return new Reply(tree, table, Optional.of(List.copyOf(lines)), exitCode);
    }

    public Reply withExitCode(int code) {
        return new Reply(tree, table, sentences, code);
    }
}
