// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import dev.runlore.server.http.Access;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.HealthRoutes;
import dev.runlore.server.http.Hosts;
import dev.runlore.server.http.HttpServer;
import dev.runlore.server.http.Route;
import dev.runlore.server.http.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The HTTP API of one history. Owns neither the store nor the blobs: who opened them closes them after {@link #stop}. */
public final class Server {
    private final ServerSettings settings;
    private final List<Feature> features;
    private final HttpServer http;

    private Server(ServerSettings settings, List<Feature> features) {
        this.settings = settings;
        this.features = features;
        Routes routes = new Routes();
        features.forEach(feature -> feature.register(routes));
        this.http = new HttpServer(
                new InetSocketAddress(settings.address(), settings.port()),
                settings.connections(),
                new Hosts(settings.address(), settings.names()),
                new Access(settings.token(), settings.tokenEverywhere()),
                routes.all());
    }

    /**
     * Starts a server of these features; it answers when this returns.
     *
     * @throws IOException when the address cannot be bound
     */
    static Server start(ServerSettings settings, List<Feature> features) throws IOException {
        Server server = new Server(settings, features);
        server.http.start();
        return server;
    }

    static List<Feature> features() {
        return List.of(new HealthRoutes());
    }

    /** Where it answers, as a client on this machine says it. */
    public URI url() {
        InetAddress address =
                settings.address().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : settings.address();
        String literal = address.getHostAddress();
        return URI.create("http://" + (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + http.port());
    }

    public List<Route> routes() {
        return http.routes();
    }

    /** Takes no new requests, lets those under way end for at most {@code bound}, then closes. */
    public void stop(Duration bound) {
        features.forEach(Feature::stop);
        http.stop(bound);
    }
}
