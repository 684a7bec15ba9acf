// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute.local;

import dev.runlore.compute.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts processes that nobody else's end ends. */
final class ProcessStart {
    private static final File NOTHING = new File("/dev/null");

    /** The program that gives another one a session of its own and then becomes it; a Mac has none, and there the runner does it. */
    private final Optional<String> session = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(program -> Files.isExecutable(Path.of(program)))
            .findFirst();

    /** Starts a process and answers its number. */
    long start(Command command) throws IOException {
        List<String> arguments = new ArrayList<>(session.stream().toList());
        arguments.addAll(command.arguments());
        makeOwn(command.output());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(command.folder().toFile())
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(command.output().toFile()));
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        if (!Files.isExecutable(Path.of(command.arguments().getFirst()))) {
            throw new IOException(command.arguments().getFirst() + " is no program that this user may start");
        }
        return builder.start().pid();
    }

    /** Makes the file for its owner only. */
    private static void makeOwn(Path file) throws IOException {
        boolean hasModes =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] own = hasModes
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, own);
        } catch (FileAlreadyExistsException e) {
            // what an earlier process printed stays
        }
    }
}
