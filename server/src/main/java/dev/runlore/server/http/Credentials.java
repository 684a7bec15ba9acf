// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request shows of who sends it.
 *
 * @param authorization the header: a token as Bearer, or as the password of Basic
 * @param sessions what came as the studio's cookie
 * @param isChange whether its method may change something
 * @param isOwnPage whether a page of this server sent it by script, as only that can
 */
record Credentials(Optional<String> authorization, List<String> sessions, boolean isChange, boolean isOwnPage) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    Credentials {
        sessions = List.copyOf(sessions);
    }

    static Credentials of(Context context) {
        Optional<String> cookies = Optional.ofNullable(context.header("Cookie"));
        return new Credentials(
                Optional.ofNullable(context.header("Authorization")),
                SessionCookie.values(cookies, context.req().getLocalPort()),
                !SAFE.contains(context.req().getMethod()),
                "1".equals(context.header("X-Runlore")) && isSameOrigin(context));
    }

    // That an Origin is this server's own has been checked before anything else.
    private static boolean isSameOrigin(Context context) {
        return context.header("Origin") != null || "same-origin".equals(context.header("Sec-Fetch-Site"));
    }

    /** @throws RunloreException PERMISSION_DENIED when a change comes with a cookie from who knows where */
    void requireOwnPage() {
        if (isChange && !isOwnPage) {
            throw new RunloreException(
                    ErrorCode.PERMISSION_DENIED,
                    "a change under the studio's cookie must have X-Runlore: 1 and this server's Origin but has not both;"
                            + " send them, or the token as Bearer");
        }
    }
}
