// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip, for its owner only, of the files that a restore is about to overwrite or delete. */
record Backup(Path backups, Instant time) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final FileAttribute<?> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Returns the zip, which is whole and on the disk; only a whole one has this name. */
    Path write(RestorePlan plan) throws IOException {
        Files.createDirectories(backups, OWNER_FOLDER);
        Path zip = freeName(plan.folder());
        Path part = part(zip);
        try {
            fill(
                    part,
                    plan.folder(),
                    Stream.concat(plan.overwritten().stream(), plan.deleted().stream())
                            .toList());
            Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE);
            sync(backups);
            return zip;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Path part(Path zip) {
        return zip.resolveSibling(zip.getFileName() + ".part");
    }

    /** A name that nothing has, held by an empty part. */
    private Path freeName(Path folder) throws IOException {
        String named =
                folder.getFileName() == null ? "root" : NativeName.of(folder).text();
        String stem = named.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + TIME.format(time);
        for (int again = 1; ; again++) {
            Path zip = backups.resolve(stem + (again == 1 ? "" : "-" + again) + ".zip");
            try {
                Files.createFile(part(zip), OWNER_FILE);
            } catch (FileAlreadyExistsException e) {
                continue; // another restore within this second
            }
            if (!Files.exists(zip, LinkOption.NOFOLLOW_LINKS)) {
                return zip;
            }
            Files.delete(part(zip));
        }
    }

    private static void fill(Path zip, Path folder, List<ArtifactPath> files) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        zip, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                ZipOutputStream out = new ZipOutputStream(Channels.newOutputStream(channel))) {
            List<Boolean> executable = new ArrayList<>();
            for (ArtifactPath file : files) {
                Path source = NativeName.resolve(folder, file.value());
                out.putNextEntry(new ZipEntry(file.value()).setLastModifiedTime(Files.getLastModifiedTime(source)));
                try (var bytes = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
                    bytes.transferTo(out);
                }
                out.closeEntry();
                executable.add(Files.getPosixFilePermissions(source, LinkOption.NOFOLLOW_LINKS)
                        .contains(PosixFilePermission.OWNER_EXECUTE));
            }
            long directory = channel.position();
            out.finish();
            ZipModes.write(channel, directory, executable);
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
