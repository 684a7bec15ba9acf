// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.Request;

/** What one request is known by until it is answered. Its id is the server's own, whatever the client sends. */
final class Trace {
    private static final String ATTRIBUTE = Trace.class.getName();
    private static final String NO_ROUTE = "none";

    private final String requestId =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final long started = System.nanoTime();
    private volatile String route = NO_ROUTE;

    /** That of a request, made when the engine refuses it before anybody else has seen it. */
    static Trace of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Trace trace) {
            return trace;
        }
        Trace trace = new Trace();
        request.setAttribute(ATTRIBUTE, trace);
        return trace;
    }

    static boolean isSet(Request request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    /** Of a request as the servlet side sees it. */
    static Trace of(jakarta.servlet.http.HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Trace trace) {
            return trace;
        }
        throw new IllegalStateException("every request passes the gate first");
    }

    String requestId() {
        return requestId;
    }

    String route() {
        return route;
    }

    void matched(String template) {
        route = template;
    }

    /** Since the request came, in milliseconds. */
    double milliseconds() {
        return Math.round((System.nanoTime() - started) / 1e4) / 1e2;
    }
}
