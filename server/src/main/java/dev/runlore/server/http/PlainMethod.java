// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * A request without the header by which the engine would take it for another method than the one that was checked.
 */
final class PlainMethod extends Request.Wrapper {
    private static final String OVERRIDE = "X-HTTP-Method-Override";

    private final HttpFields headers;

    PlainMethod(Request request) {
        super(request);
        HttpFields sent = request.getHeaders();
        headers = sent.contains(OVERRIDE)
                ? HttpFields.build(sent).remove(OVERRIDE).asImmutable()
                : sent;
    }

    @Override
    public HttpFields getHeaders() {
        return headers;
    }
}
