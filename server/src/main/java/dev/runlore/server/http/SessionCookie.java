// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cookie that carries a session. Cookies do not know ports, so its name does; and every server of this machine gets what is
 * sent to its paths, so over plain HTTP it is for those of the API only. No page but ours has it sent: neither a link nor a form of
 * another site ({@code SameSite=Strict}; the studio's page itself needs no cookie), and no script reads it.
 */
final class SessionCookie {
    private static final String ALWAYS = "; HttpOnly; SameSite=Strict";
    /** A browser takes a cookie of this name over TLS only, for all paths, and from no other host. */
    private static final String HOST_ONLY = "__Host-";

    private SessionCookie() {}

    /** The values that came under this server's name; another server of the host may have set some of them. */
    static List<String> values(Optional<String> header, int port) {
        return header.stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";")))
                .map(String::strip)
                .map(pair -> pair.startsWith(HOST_ONLY) ? pair.substring(HOST_ONLY.length()) : pair)
                .filter(pair -> pair.startsWith(name(port) + "="))
                .map(pair -> pair.substring(name(port).length() + 1))
                .toList();
    }

    /** The header's value that sets it; it ends with the browser, or before that with the session. */
    static String set(String session, int port, boolean isSecure) {
        return isSecure
                ? HOST_ONLY + name(port) + "=" + session + "; Path=/; Secure" + ALWAYS
                : name(port) + "=" + session + "; Path=/api/v1" + ALWAYS;
    }

    /** The header's value that removes it. */
    static String removed(int port, boolean isSecure) {
        return set("", port, isSecure) + "; Max-Age=0";
    }

    private static String name(int port) {
        return "runlore-" + port;
    }
}
