// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.RunloreException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text in percent form, as URLs hold it. */
final class Percent {
    private Percent() {}

    /**
     * Decodes once.
     *
     * @param what is decoded, for the sentence
     * @param isForm whether {@code +} is a space, as in a query
     * @throws RunloreException INVALID_ARGUMENT when it is not UTF-8 in percent form
     */
    static String decode(String what, String text, boolean isForm) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0 && text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(octet(what, text, i + 1));
                i += 2;
            } else if (c < 128) {
                bytes.write(isForm && c == '+' ? ' ' : c);
            } else {
                throw notUtf8(what);
            }
        }
        return utf8(what, bytes.toByteArray());
    }

    private static int octet(String what, String text, int from) {
        int high = from + 1 < text.length() ? Character.digit(text.charAt(from), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(from + 1), 16);
        if (low < 0) {
            throw notUtf8(what);
        }
        return high << 4 | low;
    }

    private static String utf8(String what, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8(what);
        }
    }

    private static RunloreException notUtf8(String what) {
        return RunloreException.invalid(what + " must be UTF-8 in percent form but is not; encode its "
                + (what.contains("query") ? "parameters" : "segments"));
    }
}
