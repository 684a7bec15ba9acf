// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The runner as a file of the data folder, so that it stays the same for the runs it executes while the product is replaced. */
final class RunnerFile {
    private static final String NAME = "runlore-runner.pyz";
    private static final int VERSION_DIGITS = 16;

    private RunnerFile() {}

    /** Writes the runner of this product; empty when the product was built without one. */
    static Optional<Path> install(DataFolder folder) throws IOException {
        try (@Nullable InputStream runner = RunnerFile.class.getResourceAsStream("/" + NAME)) {
            return runner == null ? Optional.empty() : Optional.of(install(folder, runner.readAllBytes()));
        }
    }

    /**
     * The file of this version's runner, written when it is not there. One that is there is never changed: a process may be
     * reading it.
     */
    static Path install(DataFolder folder, byte[] runner) throws IOException {
        String version = Sha256.of(runner).hex().substring(0, VERSION_DIGITS);
        Path place = Files.createDirectories(folder.runners().resolve(version), DataFolder.ownerOnly());
        Path file = place.resolve(NAME);
        if (!Files.exists(file)) {
            Path part = Files.createTempFile(place, NAME, ".part");
            write(part, runner);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
