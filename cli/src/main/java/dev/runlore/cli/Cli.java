// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.Session;
import dev.runlore.cli.command.Surroundings;
import dev.runlore.cli.output.Format;
import dev.runlore.cli.output.Output;
import dev.runlore.cli.output.VisibleText;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.ServerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads the arguments, runs the verb, prints its reply; every error becomes a message and an exit code. */
final class Cli {
    private final Surroundings surroundings;

    Cli(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    int run(String[] arguments) {
        boolean debug = List.of(arguments).contains("--debug");
        try {
            return run(new Parser(surroundings).parse(arguments));
        } catch (ParameterException e) {
            return refuse(ErrorCode.INVALID_ARGUMENT, Suggestions.sentence(e, surroundings.invokedAs()));
        } catch (RunloreException e) {
            if (debug) {
                trace(e);
            }
            return refuse(e.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (debug) {
                trace(e);
            }
            return refuse(ErrorCode.INTERNAL, "reading or writing failed: " + e);
        } catch (RuntimeException e) {
            trace(e);
            return refuse(ErrorCode.INTERNAL, "this is a bug, please report it: " + e);
        }
    }

    private int run(Parser.Parsed parsed) throws IOException {
        return switch (parsed) {
            case Parser.Text(String text) -> {
                surroundings.out().print(text);
                yield 0;
            }
            case Parser.Call(Command command, ParseResult arguments) -> run(command, arguments);
        };
    }

    private int run(Command command, ParseResult arguments) throws IOException {
        Optional<String> format = Optional.ofNullable(arguments.matchedOptionValue("--output", null));
        Optional<String> query = Optional.ofNullable(arguments.matchedOptionValue("--query", null));
        Output output = new Output(format.map(Format::parse).orElse(Format.JSON), query, surroundings.coloured());
        boolean chatty = arguments.hasMatchedOption("--verbose") || arguments.hasMatchedOption("--debug");
        Optional<Path> data = Optional.ofNullable(arguments.<String>matchedOptionValue("--data", null))
                .map(Path::of);
        Optional<String> url = Optional.ofNullable(arguments.matchedOptionValue("--url", null));
        Session session = new Session(surroundings, data, url, chatty);
        Reply reply = command.run(new Invocation(arguments, session));
        if (reply.sentences().isPresent() && format.isEmpty() && query.isEmpty()) {
            reply.sentences().get().forEach(line -> surroundings.out().println(VisibleText.of(line)));
        } else if (!reply.equals(Reply.WRITTEN)) {
            output.print(surroundings.out(), reply.tree(), reply.table());
        }
        return reply.exitCode();
    }

    private int refuse(ErrorCode code, String detail) {
        surroundings.out().flush();
        surroundings.err().println(surroundings.invokedAs() + ": " + inLines(detail));
        return code.exitCode();
    }

    /** The lines of a message, those after the first indented: none of them passes for one of ours. */
    private static String inLines(String detail) {
        return Arrays.stream(detail.split("\n", -1)).map(VisibleText::of).collect(Collectors.joining("\n  "));
    }

    private void trace(Exception exception) {
        if (exception instanceof ServerException refusal) {
            refusal.requestId().ifPresent(id -> surroundings.err().println("request id: " + VisibleText.of(id)));
        }
        exception.printStackTrace(surroundings.err());
    }
}
