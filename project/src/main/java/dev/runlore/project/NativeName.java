// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a file as UTF-8, whatever the locale says: where it names another encoding, the JDK cannot tell names beyond ASCII
 * apart, but carries their bytes, which a URI shows.
 *
 * @param exact whether the name is UTF-8; else {@code text} has U+FFFD for what is not
 */
record NativeName(String text, boolean exact) {
    private static final boolean UTF_8_LOCALE = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    static NativeName of(Path file) {
        String seen = file.getFileName().toString();
        return isSure(seen) ? new NativeName(seen, true) : of(bytesOf(file));
    }

    /** The file of a path relative to {@code folder}. */
    static Path resolve(Path folder, String path) {
        if (UTF_8_LOCALE || path.chars().allMatch(c -> c < 128)) {
            return folder.resolve(path);
        }
        String root = folder.toAbsolutePath().toUri().toString();
        return Path.of(URI.create((root.endsWith("/") ? root : root + "/") + encoded(path)));
    }

    private static NativeName of(byte[] bytes) {
        try {
            return new NativeName(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    true);
        } catch (CharacterCodingException e) {
            return new NativeName(new String(bytes, StandardCharsets.UTF_8), false);
        }
    }

    /** Whether the JDK's text cannot hide a byte that it did not understand. */
    private static boolean isSure(String seen) {
        return UTF_8_LOCALE ? seen.indexOf('\uFFFD') < 0 : seen.chars().allMatch(c -> c < 128 && c != '?');
    }

    private static byte[] bytesOf(Path file) {
        String path = file.toAbsolutePath().toUri().getRawPath();
        String folded = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String name = folded.substring(folded.lastIndexOf('/') + 1);
        ByteBuffer bytes = ByteBuffer.allocate(name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean escaped = name.charAt(i) == '%';
            bytes.put(escaped ? (byte) HexFormat.fromHexDigits(name, i + 1, i + 3) : (byte) name.charAt(i));
            i += escaped ? 2 : 0;
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b == '/' || (b > 0 && (Character.isLetterOrDigit(b) || b == '.' || b == '_' || b == '-'));
            encoded.append(plain ? Character.toString(b) : "%" + HexFormat.of().toHexDigits(b));
        }
        return encoded.toString();
    }
}
