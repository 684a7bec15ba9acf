// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.studio;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import dev.runlore.server.http.Sessions;
import dev.runlore.server.http.WireTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How a browser gets in: whoever has the token makes a link that is good once, and the link makes a session. */
public final class SessionRoutes implements Feature {
    private static final byte[] VOID_LINK = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Link used · Runlore</title>
            <style>
            body { max-width: 36em; margin: 15vh auto; padding: 0 16px; font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 20px; }
            code { padding: 2px 6px; border: 1px solid GrayText; border-radius: 6px; }
            </style>
            </head>
            <body>
            <h1>This link is not good any more</h1>
            <p>A link opens the studio once, within a minute. Run <code>runlore studio</code> for a new one.</p>
            <p>If this browser is signed in already, go on to <a href="/">the studio</a>.</p>
            </body>
            </html>
            """.getBytes(StandardCharsets.UTF_8);

    private final Sessions sessions;
    private final boolean isThere;
    private final boolean isRequired;

    /**
     * @param isThere whether this product has the studio
     * @param isRequired whether nothing can be read without being signed in
     */
    public SessionRoutes(Sessions sessions, boolean isThere, boolean isRequired) {
        this.sessions = sessions;
        this.isThere = isThere;
        this.isRequired = isRequired;
    }

    @Override
    public void register(Routes routes) {
        routes.post(Permission.TOKEN, "/api/v1/studio/links", this::link);
        routes.get(Permission.OPEN, "/api/v1/studio/session", this::session);
        routes.delete(Permission.TOKEN, "/api/v1/studio/session", this::signOut);
        // not HEAD, which programs send that only look where a link leads
        routes.getOnly(Permission.OPEN, "/open", this::open);
    }

    private void link(Exchange exchange) throws IOException {
        exchange.jsonOrNothing();
        if (!isThere) {
            throw new RunloreException(
                    ErrorCode.NOT_IMPLEMENTED,
                    "this server was built without the studio; install Node 20.19 or newer and start it again");
        }
        Sessions.Code code = sessions.newCode();
        exchange.json(201, out -> {
            out.writeStartObject();
            out.writeStringField("url", exchange.origin() + "/open?code=" + code.value());
            out.writeStringField("expires", WireTime.text(code.expires()));
            out.writeEndObject();
        });
    }

    private void open(Exchange exchange) {
        exchange.query()
                .find("code")
                .flatMap(sessions::open)
                .ifPresentOrElse(
                        session -> exchange.withSession(session)
                                .with("Location", "/")
                                .empty(303),
                        () -> exchange.bytes(410, "text/html; charset=utf-8", VOID_LINK));
    }

    private void session(Exchange exchange) {
        boolean isSignedIn = sessions.isAnyOpen(exchange.sessions());
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeBooleanField("signedIn", isSignedIn);
            out.writeBooleanField("required", isRequired);
            out.writeEndObject();
        });
    }

    private void signOut(Exchange exchange) {
        sessions.end(exchange.sessions());
        exchange.withoutSession().empty(204);
    }
}
