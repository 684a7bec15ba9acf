// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A server, and the token for it and no other.
 *
 * @param url {@code http} or {@code https}, without a slash at the end
 * @param source what named it: an argument, a variable, the path of a file
 */
public record Place(URI url, Optional<String> token, String source) {

    public Place {
        token.ifPresent(Place::requirePrintable);
    }

    /** A server without a token; throws {@link RunloreException} when the text is no server's URL. */
    public static Place of(String url, String source) {
        return new Place(parse(url), Optional.empty(), source);
    }

    Place withToken(Optional<String> other) {
        return new Place(url, other, source);
    }

    /** Whether the server is on this machine, so that no proxy stands between. */
    public boolean isLoopback() {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    static URI parse(String text) {
        String trimmed = text.replaceAll("/+$", "");
        URI url;
        try {
            url = URI.create(trimmed);
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        boolean plain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        if (!http || url.getHost() == null || !plain) {
            throw wrong(text);
        }
        return url;
    }

    private static RunloreException wrong(String text) {
        // what precedes an '@' may be a password
        String shown = Shown.text(text.substring(text.lastIndexOf('@') + 1));
        return RunloreException.invalid(
                "server URL must be like http://127.0.0.1:5055, without user, query and fragment," + " but is '" + shown
                        + "'; correct it");
    }

    private static void requirePrintable(String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw RunloreException.invalid(
                    "server token must be printable ASCII without spaces; check the file or variable it comes from");
        }
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return url + " (" + source + ")";
    }
}
