// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Files that count only when their bytes are those of a SHA-256. */
final class CheckedFile {
    private static final int BLOCK = 1 << 16;

    private CheckedFile() {}

    /**
     * Writes a new file and makes it durable; without the right bytes there is none afterwards.
     *
     * @param most bytes that are read
     * @throws FileSystemException when the disk does not take them; another IOException when they do not come
     */
    static void write(InputStream bytes, Sha256 wanted, long most, Path file) throws IOException {
        boolean isRight = false;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                Sha256 got = copy(bytes, most, out, file);
                if (!got.equals(wanted)) {
                    throw new RunloreException(
                            ErrorCode.INTERNAL,
                            "the bytes for " + file + " must have SHA-256 " + wanted + " but have " + got
                                    + "; try again, then run 'runlore doctor' on the server");
                }
                out.force(true);
                isRight = true;
            } finally {
                if (!isRight) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Sha256 copy(InputStream bytes, long most, FileChannel out, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] block = new byte[BLOCK];
        long left = most + 1; // one more than there may be is read, never more
        for (int read; left > 0 && (read = bytes.read(block, 0, (int) Math.min(block.length, left))) > 0; ) {
            digest.update(block, 0, read);
            write(out, ByteBuffer.wrap(block, 0, read), file);
            left -= read;
        }
        return Sha256.of(digest);
    }

    /** A fault of the disk names the file: it is not one of the server. */
    private static void write(FileChannel out, ByteBuffer rest, Path file) throws FileSystemException {
        try {
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        } catch (IOException e) {
            FileSystemException disk = new FileSystemException(file.toString(), null, e.getMessage());
            disk.initCause(e);
            throw disk;
        }
    }

    /** Whether the file is there with these bytes. */
    static boolean holds(Path file, Sha256 wanted) {
        MessageDigest digest = Sha256.digest();
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            for (int read; (read = bytes.read(block)) > 0; ) {
                digest.update(block, 0, read);
            }
            return Sha256.of(digest).equals(wanted);
        } catch (IOException gone) {
            return false; // whoever asks tells of the file
        }
    }
}
