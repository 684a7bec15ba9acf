// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees each request begin and end: counts it, and writes one line when it is over, which never has a header, a query or a body,
 * since these may hold secrets.
 */
final class RequestLog {
    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    private final HttpMeasures measures;
    private final HeaderDeadline deadline;

    RequestLog(HttpMeasures measures, HeaderDeadline deadline) {
        this.measures = measures;
        this.deadline = deadline;
    }

    /** The request's trace; the first call of a request makes it and has its end logged. */
    Trace begin(Request request, Response response) {
        if (Trace.isSet(request)) {
            return Trace.of(request);
        }
        Trace trace = Trace.of(request);
        measures.begin();
        deadline.begun(request.getConnectionMetaData().getConnection());
        Request.addCompletionListener(request, failure -> end(request, response, trace));
        return trace;
    }

    private void end(Request request, Response response, Trace trace) {
        deadline.ended(request.getConnectionMetaData().getConnection());
        measures.end(trace, request.getMethod(), response.getStatus());
        write(request, response, trace);
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
