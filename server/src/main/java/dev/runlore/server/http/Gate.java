// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before everything else, whatever the method and path: gives the request its id and the answer its headers, and lets
 * nobody in who asks for another host or on behalf of another site.
 */
final class Gate extends Handler.Wrapper {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Hosts hosts;
    private final RequestLog log;
    private final EngineErrors errors;

    Gate(Hosts hosts, RequestLog log, EngineErrors errors) {
        this.hosts = hosts;
        this.log = log;
        this.errors = errors;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Trace trace = log.begin(request, response);
        SafeHeaders.put(response.getHeaders(), trace.requestId());
        Optional<Problem> refusal = refusal(request);
        if (refusal.isPresent()) {
            EngineErrors.write(errors.refusal(refusal.get(), request, trace), response, callback);
            return true;
        }
        return super.handle(new PlainMethod(request), response, callback);
    }

    private Optional<Problem> refusal(Request request) {
        List<String> named = request.getHeaders().getValuesList(HttpHeader.HOST);
        if (named.size() != 1) {
            return Optional.of(Problem.of(
                    ErrorCode.INVALID_ARGUMENT, "a request must have one Host but has " + named.size() + "; send one"));
        }
        String host = named.getFirst();
        String authority = authority(request, host);
        if (!isOurs(host, request) || (!authority.equals(host) && !isOurs(authority, request))) {
            return Optional.of(refused("Host must be this server's address; use the address it printed at its start"));
        }
        if (!isOwnOrigin(request.getHeaders(), host)) {
            return Optional.of(refused("Origin must be this server's own; other sites may not use it"));
        }
        return isOwnSite(request)
                ? Optional.empty()
                : Optional.of(
                        refused("Sec-Fetch-Site must be same-origin or none; other sites may not use this server"));
    }

    /** What the request line itself names, when it does. */
    private static String authority(Request request, String host) {
        String authority = request.getHttpURI().getAuthority();
        return authority == null ? host : authority;
    }

    private boolean isOurs(String host, Request request) {
        InetSocketAddress local =
                (InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress();
        InetAddress address = local.getAddress();
        return hosts.accept(host, address, local.getPort());
    }

    private boolean isOwnOrigin(HttpFields headers, String host) {
        for (HttpField origin : headers) {
            if (origin.getHeader() == HttpHeader.ORIGIN || origin.getName().equalsIgnoreCase("Origin")) {
                String value = String.valueOf(origin.getValue());
                boolean isOwn = value.equalsIgnoreCase("http://" + host)
                        || (hosts.isConfigured(host) && value.equalsIgnoreCase("https://" + host));
                if (!isOwn) {
                    return false;
                }
            }
        }
        return true;
    }

    // A link on another site may lead here; anything else that its pages ask for may not.
    private static boolean isOwnSite(Request request) {
        HttpFields headers = request.getHeaders();
        for (String site : headers.getValuesList("Sec-Fetch-Site")) {
            if (!OWN_SITE.contains(site) && !isLinkFollowed(request, headers)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLinkFollowed(Request request, HttpFields headers) {
        return SAFE.contains(request.getMethod())
                && "navigate".equals(headers.get("Sec-Fetch-Mode"))
                && "document".equals(headers.get("Sec-Fetch-Dest"));
    }

    private static Problem refused(String detail) {
        return Problem.of(ErrorCode.PERMISSION_DENIED, detail);
    }
}
