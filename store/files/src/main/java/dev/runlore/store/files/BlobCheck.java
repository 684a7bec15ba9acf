// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.domain.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the blobs of a data folder are what their names say. Reads all of them and changes nothing; may run beside a server.
 *
 * @param blobs how many were read
 * @param damaged files whose bytes have another SHA-256 than their names, or that cannot be read
 */
public record BlobCheck(long blobs, List<Path> damaged) {
    private static final int BLOCK = 1 << 16;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    public BlobCheck {
        damaged = List.copyOf(damaged);
    }

    public static BlobCheck of(Path dataFolder) throws IOException {
        Path folder = dataFolder.resolve("blobs");
        if (!Files.exists(folder)) {
            return new BlobCheck(0, List.of());
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<Path> damaged = new ArrayList<>();
        for (Path file : files) {
            Path name = folder.relativize(file);
            if (!isSound(file, name.toString().replace(File.separator, ""))) {
                damaged.add(file);
            }
        }
        return new BlobCheck(files.size(), damaged);
    }

    /** Whether a blob is there; looking does not count as using it. */
    public static boolean isThere(Path dataFolder, Sha256 name) {
        return Files.isRegularFile(file(dataFolder, name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a blob is there and its bytes are those of its name. */
    public static boolean isSound(Path dataFolder, Sha256 name) {
        return isThere(dataFolder, name) && isSound(file(dataFolder, name), name.hex());
    }

    private static Path file(Path dataFolder, Sha256 name) {
        String hex = name.hex();
        return dataFolder.resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
    }

    /** Size in bytes of a blob that is there. */
    public static OptionalLong size(Path dataFolder, Sha256 name) throws IOException {
        return isThere(dataFolder, name) ? OptionalLong.of(Files.size(file(dataFolder, name))) : OptionalLong.empty();
    }

    /** The blob that a file of the blobs' folder is to hold, by its name. */
    public static Optional<Sha256> named(Path dataFolder, Path file) {
        String name = dataFolder.resolve("blobs").relativize(file).toString().replace(File.separator, "");
        return NAME.matcher(name).matches() ? Optional.of(new Sha256(name)) : Optional.empty();
    }

    /** Blobs that none of these names; they are swept when they are a day old, or may be named any moment. */
    public static Unnamed unnamed(Path dataFolder, Set<Sha256> named, Instant before) throws IOException {
        Path folder = dataFolder.resolve("blobs");
        long files = 0;
        long bytes = 0;
        long old = 0;
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    if (named(dataFolder, file).filter(named::contains).isEmpty()) {
                        files++;
                        bytes += Files.size(file);
                        old += Files.getLastModifiedTime(file).toInstant().isBefore(before) ? 1 : 0;
                    }
                }
            }
        }
        return new Unnamed(files, bytes, old);
    }

    /** How many blobs nothing names, their size, and how many of them have not been used since the given moment. */
    public record Unnamed(long files, long bytes, long old) {}

    private static boolean isSound(Path file, String sha256) {
        MessageDigest digest = Sha256.digest();
        byte[] block = new byte[BLOCK];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int n = bytes.read(block); n >= 0; n = bytes.read(block)) {
                digest.update(block, 0, n);
            }
        } catch (NoSuchFileException e) {
            return true; // swept since the folder was listed
        } catch (IOException e) {
            return false;
        }
        return Sha256.of(digest).hex().equals(sha256);
    }
}
