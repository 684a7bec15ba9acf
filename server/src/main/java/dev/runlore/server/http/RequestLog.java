// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line a request when it is over: never a header, a query or a body, which may hold secrets. */
final class RequestLog {
    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    private RequestLog() {}

    /** The request's trace; the first call of a request makes it and has its end logged. */
    static Trace begin(Request request, Response response) {
        if (Trace.isSet(request)) {
            return Trace.of(request);
        }
        Trace trace = Trace.of(request);
        Request.addCompletionListener(request, failure -> write(request, response, trace));
        return trace;
    }

    private static void write(Request request, Response response, Trace trace) {
        log.atInfo()
                .addKeyValue("method", request.getMethod())
                .addKeyValue("route", trace.route())
                .addKeyValue("status", response.getStatus())
                .addKeyValue("ms", trace.milliseconds())
                .addKeyValue("requestId", trace.requestId())
                .log("request");
    }
}
