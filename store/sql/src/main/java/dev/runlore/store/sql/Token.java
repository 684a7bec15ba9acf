// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * Page tokens: {@code 1.<scope>.<numbers>}. The scope is a checksum of what was asked, so that a token of one list is refused by
 * another; the numbers say where it goes on, and whatever they are, they only name a place in the list that is asked for.
 */
final class Token {
    private static final Pattern FORM = Pattern.compile("1\\.([0-9a-f]{8})\\.(\\d{1,18}(?:-\\d{1,18}){0,3})");

    private final String scope;

    private Token(String scope) {
        this.scope = scope;
    }

    /** Tokens of the list that these parts describe. */
    static Token of(Object... question) {
        CRC32C crc = new CRC32C();
        for (Object part : question) {
            crc.update(part.toString().getBytes(StandardCharsets.UTF_8));
            crc.update(0);
        }
        return new Token(String.format("%08x", crc.getValue()));
    }

    PageToken at(long... numbers) {
        return new PageToken("1." + scope + "."
                + LongStream.of(numbers).mapToObj(Long::toString).collect(Collectors.joining("-")));
    }

    /** The numbers of a token of this list, as many as {@code start}; without a token, {@code start}. */
    long[] read(Optional<PageToken> token, long... start) {
        if (token.isEmpty()) {
            return start;
        }
        var matcher = FORM.matcher(token.get().value());
        if (!matcher.matches() || !matcher.group(1).equals(scope)) {
            throw refused();
        }
        long[] numbers = Arrays.stream(matcher.group(2).split("-"))
                .mapToLong(Long::parseLong)
                .toArray();
        if (numbers.length != start.length) {
            throw refused();
        }
        return numbers;
    }

    static RunloreException refused() {
        return RunloreException.invalid(
                "page token must be one that this very list answered; ask for the list again without it");
    }
}
