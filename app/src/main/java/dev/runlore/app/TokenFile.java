// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32;

/** The data folder's token: whoever can read the file may administer the server. */
final class TokenFile {
    private TokenFile() {}

    /** The token that is there, else a new one: {@code rl_}, 256 random bits, and a check sum that secret scanners can verify. */
    static String readOrCreate(Path file) throws IOException {
        FileAttribute<?>[] secret = DataFolder.posix()
                ? new FileAttribute<?>[] {DataFolder.permissions("rw-------")}
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), secret)) {
            channel.write(ByteBuffer.wrap((create() + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            // the token of an earlier start stays
        }
        String token = Files.readString(file).strip();
        if (token.length() < 32) {
            throw new IOException("token file " + file + " must hold at least 32 characters but has " + token.length()
                    + "; delete it and start again");
        }
        return token;
    }

    private static String create() {
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        String body = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.US_ASCII));
        return "rl_" + body + HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
