// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the HTTP engine itself refuses, such as a malformed request line, in the same form as every other error. */
final class EngineErrors extends ErrorHandler {
    private final RequestLog log;

    EngineErrors(RequestLog log) {
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Trace trace = log.begin(request, response);
        SafeHeaders.put(response.getHeaders(), trace.requestId());
        write(Problems.engine(response.getStatus()), trace, response, callback);
        return true;
    }

    static void write(Problem problem, Trace trace, Response response, Callback callback) {
        byte[] body = problem.json(trace.requestId());
        response.setStatus(problem.code().httpStatus());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        problem.retryAfter().ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
