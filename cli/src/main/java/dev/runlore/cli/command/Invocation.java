// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import dev.runlore.domain.RunId;
import dev.runlore.sdk.RunloreClient;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** A verb with what was given to it. */
public record Invocation(ParseResult arguments, Session session) {

    public Optional<String> option(String name) {
        return Optional.ofNullable(arguments.<String>matchedOptionValue(name, null));
    }

    public List<String> options(String name) {
        return arguments.matchedOptionValue(name, List.of());
    }

    public boolean flag(String name) {
        return arguments.matchedOptionValue(name, false);
    }

    public Optional<String> position(int index) {
        return Optional.ofNullable(arguments.<String>matchedPositionalValue(index, null));
    }

    /** A positional that the parser has seen to be there. */
    public String required(int index) {
        return position(index).orElseThrow();
    }

    public List<String> positionsFrom(int index) {
        return arguments.matchedPositionalValue(index, List.of());
    }

    /** The run that the first positional names. */
    public RunId run() {
        return new RunId(required(0));
    }

    public RunloreClient server() {
        return session.server();
    }
}
