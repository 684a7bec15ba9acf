// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.ArtifactPath;
import java.nio.charset.StandardCharsets;

/** Content-Disposition as RFC 6266 has it: a plain name for old readers, and the whole one in percent form. */
final class Disposition {
    private static final String PLAIN = "!#$&+-.^_`|~";

    private Disposition() {}

    static String inline(ArtifactPath path) {
        return of("inline", path);
    }

    static String attachment(ArtifactPath path) {
        return of("attachment", path);
    }

    private static String of(String type, ArtifactPath path) {
        String name = path.value().substring(path.value().lastIndexOf('/') + 1);
        return type + "; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + percent(name);
    }

    /** Anything that could end the quotes or the header, or mean something to a decoder, becomes a line. */
    private static String ascii(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .map(c -> c < ' ' || c >= 0x7f || "\"\\%;".indexOf(c) >= 0 ? '_' : c)
                .forEach(ascii::appendCodePoint);
        return ascii.toString();
    }

    private static String percent(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            encoded.append(isPlain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
