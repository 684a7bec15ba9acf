// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the HTTP engine itself refuses, such as a malformed request line, in the same form as every other error. */
final class EngineErrors extends ErrorHandler {
    private final RequestLog log;
    private final List<ErrorForm> forms;

    EngineErrors(RequestLog log, List<ErrorForm> forms) {
        this.log = log;
        this.forms = forms;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Trace trace = log.begin(request, response);
        SafeHeaders.put(response.getHeaders(), trace.requestId());
        write(refusal(Problems.engine(response.getStatus()), request, trace), response, callback);
        return true;
    }

    Refusal refusal(Problem problem, Request request, Trace trace) {
        return Refusal.of(problem, forms, TargetConnection.path(request), trace);
    }

    static void write(Refusal refusal, Response response, Callback callback) {
        response.setStatus(refusal.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, refusal.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, refusal.body().length);
        refusal.retryAfter().ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
        response.write(true, ByteBuffer.wrap(refusal.body()), callback);
    }
}
