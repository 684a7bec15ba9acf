// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;

/** Reads a file so that what is said of it was true of one state of it. */
final class StableFile {
    private static final int BUFFER = 128 * 1024;

    private StableFile() {}

    /** @throws RunloreException WRONG_STATE when the file goes or changes while it is read, twice; or cannot be read */
    static SnapshotFile read(FoundFile found) throws IOException {
        try {
            Optional<SnapshotFile> first = once(found);
            return first.isPresent() ? first.get() : once(found).orElseThrow(() -> unstable(found));
        } catch (NoSuchFileException e) {
            throw unstable(found);
        } catch (AccessDeniedException e) {
            throw new RunloreException(
                    ErrorCode.WRONG_STATE,
                    "file " + found.file() + " cannot be read; let yourself read it, or name it in .amlignore",
                    e);
        }
    }

    /** Empty when the file changed meanwhile. */
    private static Optional<SnapshotFile> once(FoundFile found) throws IOException {
        PosixFileAttributes before = attributes(found.file());
        MessageDigest digest = Sha256.digest();
        long size = 0;
        try (InputStream bytes = Files.newInputStream(found.file(), LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        boolean same = before.isRegularFile() && size == before.size() && isSame(before, attributes(found.file()));
        boolean executable = before.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
        return same
                ? Optional.of(new SnapshotFile(found.path(), executable, Sha256.of(digest), size))
                : Optional.empty();
    }

    private static boolean isSame(PosixFileAttributes before, PosixFileAttributes after) {
        return after.size() == before.size()
                && after.lastModifiedTime().equals(before.lastModifiedTime())
                && after.permissions().equals(before.permissions())
                && Objects.equals(after.fileKey(), before.fileKey());
    }

    private static PosixFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static RunloreException unstable(FoundFile found) {
        return RunloreException.wrongState("file " + found.file()
                + " changes while it is read; wait until it is written, or name it in .amlignore");
    }
}
