// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP engine with its limits, its one gate and the routes of all features. Each request has a virtual thread. */
public final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int HEADER_BYTES = 16 * 1024;
    /** Clients that come all at once, as after an outage, wait here instead of being sent away by the system. */
    private static final int ACCEPT_QUEUE = 4_096;

    private final Access access;
    private final List<Route> routes;
    private final List<ErrorForm> errorForms;
    private final Optional<Consumer<Exchange>> notFound;
    private final MemoryBudget memory;
    private final HeaderDeadline deadline;
    private final Javalin javalin;
    private volatile Instant lastRequest = Instant.now();

    public HttpServer(InetSocketAddress address, HttpLimits limits, Checks checks, Routes api, HttpMeasures measures) {
        this.access = checks.access();
        this.routes = api.all();
        this.errorForms = api.errorForms();
        this.notFound = api.notFound();
        this.memory = new MemoryBudget(limits.memory());
        this.deadline = new HeaderDeadline(limits.headers());
        RequestLog log = new RequestLog(measures, deadline);
        this.javalin = Javalin.create(config -> {
            quiet(config);
            config.jetty.modifyHttpConfiguration(HttpServer::limit);
            config.jetty.modifyServer(server -> {
                EngineErrors errors = new EngineErrors(log, errorForms);
                GracefulHandler graceful = new GracefulHandler();
                graceful.setHandler(new Gate(checks.hosts(), log, errors));
                server.setHandler(graceful);
                server.setErrorHandler(errors);
                server.addBean(new NetworkConnectionLimit(limits.connections(), server));
            });
            config.jetty.modifyServletContextHandler(
                    context -> context.setErrorHandler(new EngineErrors(log, errorForms)));
            config.jetty.addConnector((server, http) -> {
                ServerConnector connector = connector(server, http, address);
                connector.setIdleTimeout(limits.idle().toMillis());
                connector.addBean(deadline);
                return connector;
            });
            routes.forEach(route -> config.routes.addHttpHandler(
                    HandlerType.findOrCreate(route.method()), route.path(), context -> answer(route, context)));
            config.routes.exception(Exception.class, this::fail);
            config.routes.exception(HttpResponseException.class, this::fail);
            // As with fail(): what is thrown here would be answered here again.
            config.router.javaLangErrorHandler((response, error) -> response.setStatus(500));
        });
    }

    /** @throws IOException when the address is taken or is not this machine's */
    public void start() throws IOException {
        try {
            javalin.start();
            deadline.start();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException bind) {
                    throw bind;
                }
            }
            throw e;
        }
    }

    public int port() {
        return javalin.port();
    }

    /** When the last request came that a route answers; the start before the first. */
    public Instant lastRequest() {
        return lastRequest;
    }

    /** Takes no new requests, lets those under way end for at most {@code bound}, then closes. */
    public void stop(Duration bound) {
        deadline.stop();
        javalin.jettyServer().server().setStopTimeout(bound.toMillis());
        try {
            javalin.stop();
        } catch (JavalinException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
            LOG.warn("requests that took longer than {} s to end were cut off", bound.toSeconds());
        }
    }

    public List<Route> routes() {
        return routes;
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.asyncTimeout = 0;
        config.router.ignoreTrailingSlashes = false;
        config.router.treatMultipleSlashesAsSingleSlash = false;
    }

    private static void limit(HttpConfiguration http) {
        http.setHttpCompliance(HttpCompliance.STRICT);
        // A percent sign is a plain character of file names, and what it stands for in a path is decoded once.
        http.setUriCompliance(
                UriCompliance.DEFAULT.with("encoded-percent", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        // The cache takes 100 kB a connection, and a header that differs from an earlier one in case only, such as a
        // token, reads as that one.
        http.setHeaderCacheSize(0);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, InetSocketAddress address) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new TargetConnection.Factory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }

    private void answer(Route route, Context context) throws IOException {
        Trace trace = Trace.of(context.req());
        trace.matched(route.path());
        lastRequest = Instant.now();
        Scope scope = access.require(Asked.of(route, context), Credentials.of(context));
        try {
            route.action().answer(new Exchange(context, trace, share(context), scope));
        } catch (StackOverflowError | LinkageError | AssertionError e) {
            throw new IllegalStateException("an error while answering", e);
        }
    }

    /** The request's share of the memory, given back when its answer is out. */
    private MemoryBudget.Share share(Context context) {
        MemoryBudget.Share share = memory.share();
        Request.addCompletionListener(
                ServletContextRequest.getServletContextRequest(context.req()), failure -> share.close());
        return share;
    }

    private void fail(Exception thrown, Context context) {
        Trace trace = Trace.of(context.req());
        Problem problem = Problems.of(unrouted(thrown, context), trace.requestId());
        if (context.res().isCommitted()) {
            // An answer whose length was not told would look whole. Throwing here instead would be answered here again,
            // for ever.
            ServletContextRequest.getServletContextRequest(context.req())
                    .getServletChannel()
                    .abort(thrown);
            return;
        }
        if (notFound.isPresent() && isVisit(thrown, context)) {
            notFound.get().accept(new Exchange(context, trace, share(context), Scope.ALL));
            return;
        }
        Body.drain(context.req());
        Refusal refusal = Refusal.of(problem, errorForms, context.req().getRequestURI(), trace);
        context.status(refusal.status());
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            context.header("WWW-Authenticate", challenge(context));
        }
        refusal.retryAfter().ifPresent(seconds -> context.header("Retry-After", seconds));
        // The route may have allowed its answer to be kept, but not this one.
        context.header("Cache-Control", "no-store");
        // that of a text which the route began to answer
        context.res().setCharacterEncoding(null);
        context.contentType(refusal.contentType());
        context.res().setContentLength(refusal.body().length);
        context.result(refusal.body());
    }

    /** Whether a person's browser went to an address that nothing has. */
    private static boolean isVisit(Exception thrown, Context context) {
        String accept = context.header("Accept");
        return thrown instanceof HttpResponseException unrouted
                && unrouted.getStatus() == 404
                && context.req().getMethod().equals("GET")
                && accept != null
                && accept.contains("text/html")
                && !context.req().getRequestURI().startsWith("/api/");
    }

    // Asked for Basic, a browser opens a dialog of its own, also when a script of a page sent the request.
    private static String challenge(Context context) {
        String destination = context.header("Sec-Fetch-Dest");
        return destination == null || destination.equals("document")
                ? "Basic realm=\"runlore\", charset=\"UTF-8\""
                : "Bearer realm=\"runlore\"";
    }

    // What is not there is told apart from what is only to those who may see the rest.
    private Exception unrouted(Exception thrown, Context context) {
        if (!(thrown instanceof HttpResponseException)) {
            return thrown;
        }
        try {
            access.require(Asked.NOTHING, Credentials.of(context));
            return thrown;
        } catch (RuntimeException refused) {
            return refused;
        }
    }
}
