// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Bytes that came for a file of a snapshot: those of its digest, or an error. Nobody who sends them is trusted. */
final class CheckedBytes {
    private CheckedBytes() {}

    /** Writes a new file that is on the disk when this returns. */
    static void write(SnapshotBytes bytes, SnapshotFile file, Path to) throws IOException {
        bytes.write(file, to);
        Sha256 got = digest(to);
        if (!got.equals(file.sha256())) {
            Files.delete(to);
            throw new RunloreException(
                    ErrorCode.INTERNAL,
                    "the bytes of " + file.path() + " must have SHA-256 " + file.sha256() + " but have " + got
                            + "; run 'runlore doctor' on the server");
        }
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        }
    }

    private static Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.of(digest);
    }
}
