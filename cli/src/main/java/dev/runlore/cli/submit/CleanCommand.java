// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deletes the work folders of runs that have ended; what they logged and kept is with their history. */
final class CleanCommand implements Command {
    /** Where runners themselves lie, beside the runs' folders. */
    private static final String RUNNERS = "runner";

    @Override
    public String name() {
        return "clean";
    }

    @Override
    public String summary() {
        return "Delete the work folders of ended runs.";
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Path jobs = invocation.session().places().dataFolder().resolve("jobs");
        RunloreClient server = invocation.server();
        List<String> deleted = new ArrayList<>();
        for (Path folder : folders(jobs)) {
            if (isOver(server, folder)) {
                delete(folder);
                deleted.add(folder.getFileName().toString());
            }
        }
        return Reply.of(Map.of("deleted", deleted))
                .withSentences(List.of("deleted the work folders of " + deleted.size() + " ended runs"));
    }

    private static List<Path> folders(Path jobs) throws IOException {
        if (!Files.isDirectory(jobs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(jobs)) {
            return folders.filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                    .filter(folder -> !folder.getFileName().toString().equals(RUNNERS))
                    .sorted()
                    .toList();
        }
    }

    /** A run that this server does not have may be another's, and live. */
    private static boolean isOver(RunloreClient server, Path folder) {
        try {
            return server.getRun(new RunId(folder.getFileName().toString()))
                    .status()
                    .isTerminal();
        } catch (RunloreException e) {
            if (e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.INVALID_ARGUMENT) {
                return false;
            }
            throw e;
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
