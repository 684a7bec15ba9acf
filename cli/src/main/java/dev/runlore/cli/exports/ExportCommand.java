// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.exports;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Progress;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.ExportFile;
import dev.runlore.sdk.TransferClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes runs, with everything of theirs, to one file that another server can bring in. */
public final class ExportCommand implements Command {
    @Override
    public String name() {
        return "export";
    }

    @Override
    public String summary() {
        return "Write runs with records, files and snapshots to one file, child runs too.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("2..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("RUN... FILE")
                .hideParamSyntax(true)
                .description("Ids of runs that are over; their child runs come with them. Then the file to write.")
                .build());
        spec.addOption(Options.flag("Replace the file when it is there.", "--overwrite"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        List<String> arguments = invocation.positionsFrom(0);
        List<RunId> runs = arguments.subList(0, arguments.size() - 1).stream()
                .map(RunId::new)
                .distinct()
                .toList();
        Path file = invocation
                .session()
                .surroundings()
                .current()
                .resolve(arguments.getLast())
                .normalize();
        boolean overwrite = invocation.flag("--overwrite");
        requireFree(file, overwrite);
        TransferClient server = new TransferClient(invocation.server().place());
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (Progress progress = invocation.session().progress()) {
                server.export(runs, part, progress::show);
            }
            Reply reply = reply(part, file);
            move(part, file, overwrite);
            return reply;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void requireFree(Path file, boolean overwrite) {
        boolean isThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (isThere && (!overwrite || Files.isDirectory(file))) {
            throw exists(file);
        }
        if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw RunloreException.notFound("folder of file " + file + " does not exist; make it first");
        }
    }

    private static RunloreException exists(Path file) {
        return new RunloreException(
                ErrorCode.ALREADY_EXISTS,
                "file " + file + " must be new but exists; add --overwrite or name another file");
    }

    private static Reply reply(Path part, Path file) throws IOException {
        try (ExportFile written = ExportFile.open(part, true)) {
            int runs = written.runs().size();
            return Reply.of(Map.of(
                            "file", file.toString(), "runs", runs, "files", written.blobs(), "bytes", written.size()))
                    .withSentences(List.of(runs + (runs == 1 ? " run" : " runs") + " with " + written.blobs()
                            + (written.blobs() == 1 ? " file" : " different files") + " exported to " + file + ", "
                            + written.size() + " bytes"));
        }
    }

    /** Gives the whole file its name, and makes that durable. */
    private static void move(Path part, Path file, boolean overwrite) throws IOException {
        if (overwrite) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } else {
            try {
                Files.move(part, file);
            } catch (FileAlreadyExistsException e) {
                throw exists(file);
            }
        }
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
