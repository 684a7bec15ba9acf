// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.RunId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folders in which runs are executed, {@code jobs/<run id>}, each for its owner only. */
final class WorkFolders {
    private static final int TAIL = 2_000;
    /** Other names are not of work folders: the runner's own folder begins with a dot. */
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,255}");

    private final Path jobs;

    WorkFolders(Path data) {
        jobs = data.resolve("jobs");
    }

    /** The run's folder, made when it is not there. A run id is no path, so it cannot lead elsewhere. */
    Path make(RunId run) throws IOException {
        return Files.createDirectories(folder(run), ownerOnly());
    }

    /** What the runner itself printed. */
    Path runnerLog(RunId run) {
        return folder(run).resolve("runner.log");
    }

    /** The end of what the runner itself printed; empty when it printed nothing. */
    String runnerTail(RunId run) {
        try (RandomAccessFile log = new RandomAccessFile(runnerLog(run).toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, log.length())];
            log.seek(log.length() - tail.length);
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8).replace("\0", "").strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The runs that have a folder. */
    List<RunId> all() throws IOException {
        if (!Files.isDirectory(jobs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(jobs)) {
            return folders.filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> RUN_ID.matcher(name).matches())
                    .map(RunId::new)
                    .toList();
        }
    }

    boolean has(RunId run) {
        return Files.isDirectory(folder(run), LinkOption.NOFOLLOW_LINKS);
    }

    Instant lastChanged(RunId run) throws IOException {
        return Files.getLastModifiedTime(folder(run), LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    /** Removes a run's folder with all that is in it; links are removed, never followed. */
    void remove(RunId run) throws IOException {
        Files.walkFileTree(folder(run), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                    // the run's own process may have closed it
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path folder(RunId run) {
        return jobs.resolve(run.value());
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
