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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

    /** Returns the zip, which is whole and on the disk. */
    Path write(RestorePlan plan) throws IOException {
        Files.createDirectories(backups, OWNER_FOLDER);
        Path zip = newFile(plan.folder());
        try {
            fill(
                    zip,
                    plan.folder(),
                    Stream.concat(plan.overwritten().stream(), plan.deleted().stream())
                            .toList());
            return zip;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(zip);
            throw e;
        }
    }

    private Path newFile(Path folder) throws IOException {
        String named =
                folder.getFileName() == null ? "root" : NativeName.of(folder).text();
        String stem = named.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + TIME.format(time);
        for (int again = 1; ; again++) {
            try {
                return Files.createFile(backups.resolve(stem + (again == 1 ? "" : "-" + again) + ".zip"), OWNER_FILE);
            } catch (FileAlreadyExistsException e) {
                // another restore within this second
            }
        }
    }

    private static void fill(Path zip, Path folder, List<ArtifactPath> files) throws IOException {
        try (FileChannel channel = FileChannel.open(zip, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                ZipOutputStream out = new ZipOutputStream(Channels.newOutputStream(channel))) {
            for (ArtifactPath file : files) {
                Path source = NativeName.resolve(folder, file.value());
                out.putNextEntry(new ZipEntry(file.value()).setLastModifiedTime(Files.getLastModifiedTime(source)));
                try (var bytes = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
                    bytes.transferTo(out);
                }
                out.closeEntry();
            }
            out.finish();
            channel.force(true);
        }
    }
}
