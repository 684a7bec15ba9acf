// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import dev.runlore.domain.RunId;
import dev.runlore.domain.WriterId;
import dev.runlore.sdk.JsonTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a writer that has ended, {@code <spool>/<run>/<writer>/}, with its lock held until this is closed. See
 * docs/formats/spool.md.
 */
final class SpoolFolder implements AutoCloseable {
    private static final long FORMAT = 1;
    private static final Pattern SEGMENT = Pattern.compile("[0-9]{6,}\\.ndjson");
    private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");

    private final Path path;
    private final FileChannel channel;
    private final Optional<String> url;

    private SpoolFolder(Path path, FileChannel channel, Optional<String> url) {
        this.path = path;
        this.channel = channel;
        this.url = url;
    }

    /** What became of the try to take a folder over. */
    sealed interface Adoption {
        record Taken(SpoolFolder folder) implements Adoption {}

        /** Its writer lives, or another process sends it. */
        record InUse() implements Adoption {}

        /** Nobody's: a writer is just making it, or another sender has just emptied it. */
        record Gone() implements Adoption {}

        /** It is no spool that this version reads. */
        record Unreadable(String why) implements Adoption {}
    }

    static Adoption adopt(Path path) throws IOException {
        Path settings = path.resolve("spool.json");
        if (!Files.isRegularFile(settings)) {
            return new Adoption.Gone();
        }
        try {
            return lock(path, settings);
        } catch (NoSuchFileException e) { // removed since we looked
            return new Adoption.Gone();
        }
    }

    private static Adoption lock(Path path, Path settings) throws IOException {
        Path lockFile = path.resolve("lock");
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (!isLocked(channel)) {
                channel.close();
                return new Adoption.InUse();
            }
            Adoption adoption = read(path, channel, settings);
            if (!(adoption instanceof Adoption.Taken)) {
                channel.close();
            }
            return adoption;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Takes the record lock on byte 0, the one that Python's {@code fcntl.lockf} sees. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(0, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Adoption read(Path path, FileChannel channel, Path settings) throws IOException {
        if (!(JsonTree.read(Files.newInputStream(settings)) instanceof Map<?, ?> fields)) {
            return new Adoption.Unreadable("its spool.json is no JSON object");
        }
        if (!(fields.get("format") instanceof Long format) || format != FORMAT) {
            return new Adoption.Unreadable("its format is " + fields.get("format") + " and this version reads format "
                    + FORMAT + "; update Runlore");
        }
        Optional<String> url = fields.get("url") instanceof String text ? Optional.of(text) : Optional.empty();
        return new Adoption.Taken(new SpoolFolder(path, channel, url));
    }

    RunId run() {
        return new RunId(path.getName(path.getNameCount() - 2).toString());
    }

    WriterId writer() {
        return WriterId.parse(path.getFileName().toString());
    }

    /** The one server that may get the records; empty when any may. */
    Optional<String> url() {
        return url;
    }

    /** The segments in order. */
    List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        long expected = 0;
        for (Path file : names(path, SEGMENT, Comparator.comparing(SpoolFolder::numberOf))) {
            Segment segment = Segment.read(file, expected);
            segments.add(segment);
            expected = segment.end();
        }
        return segments;
    }

    private static long numberOf(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    /** The kept bytes, named by their SHA-256. */
    List<Path> blobs() throws IOException {
        Path files = path.resolve("files");
        return Files.isDirectory(files) ? names(files, BLOB, Comparator.naturalOrder()) : List.of();
    }

    /** Deletes the folder, and the run's when it was the last; everything in it is acknowledged. */
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        try {
            Files.deleteIfExists(path.resolve("..").normalize());
        } catch (DirectoryNotEmptyException e) {
            // other writers of the run are still there
        }
    }

    private static List<Path> names(Path folder, Pattern form, Comparator<Path> order) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> form.matcher(file.getFileName().toString()).matches())
                    .sorted(order)
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
