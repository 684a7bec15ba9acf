// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * A connection that remembers its latest request's target as it came. Of one that is no URI, such as {@code /a%zz}, the engine keeps
 * nothing, and the form of the refusal depends on it. The engine calls the class above internal: what a later version changes there
 * is met by the compiler, or by the tests of refused targets.
 */
final class TargetConnection extends HttpConnection {
    /** The engine's names for a target that it has given up. */
    private static final String NO_MESSAGE = "/badMessage";

    private static final String NO_URI = "/badURI";

    private volatile String target = "";
    private volatile boolean given;

    private TargetConnection(HttpConfiguration http, Connector connector, EndPoint endPoint) {
        super(http, connector, endPoint);
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
        // After a target that was refused comes the engine's own, in its place and as the connection's last.
        if (!given) {
            target = uri;
        }
        given = true;
        HttpStreamOverHTTP1 stream = super.newHttpStream(method, uri, version);
        given = false;
        return stream;
    }

    /** The path of a request as it came; empty when its first line could not be read. */
    static String path(Request request) {
        String path = request.getHttpURI().getPath();
        boolean isGivenUp = path == null || path.equals(NO_MESSAGE) || path.equals(NO_URI);
        Connection connection = request.getConnectionMetaData().getConnection();
        if (isGivenUp && connection instanceof TargetConnection own) {
            return pathOf(own.target);
        }
        return path == null ? "" : path;
    }

    /** What a target has after the authority that it may begin with. */
    private static String pathOf(String target) {
        int authority = target.indexOf("://");
        if (target.startsWith("/") || authority < 0) {
            return target;
        }
        int slash = target.indexOf('/', authority + "://".length());
        return slash < 0 ? "" : target.substring(slash);
    }

    /** Makes these connections. */
    static final class Factory extends HttpConnectionFactory {
        Factory(HttpConfiguration http) {
            super(http);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            TargetConnection connection = new TargetConnection(getHttpConfiguration(), connector, endPoint);
            connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
            return configure(connection, connector, endPoint);
        }
    }
}
