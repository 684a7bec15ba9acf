// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.artifact.ArtifactRoutes;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.artifact.BlobRoutes;
import dev.runlore.server.experiment.ExperimentRoutes;
import dev.runlore.server.http.Access;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.HealthRoutes;
import dev.runlore.server.http.Hosts;
import dev.runlore.server.http.HttpServer;
import dev.runlore.server.http.Route;
import dev.runlore.server.http.Routes;
import dev.runlore.server.importing.ImportRoutes;
import dev.runlore.server.importing.Imports;
import dev.runlore.server.live.Events;
import dev.runlore.server.live.LiveRoutes;
import dev.runlore.server.log.LogRoutes;
import dev.runlore.server.log.LogSealer;
import dev.runlore.server.log.Logs;
import dev.runlore.server.metric.MetricRoutes;
import dev.runlore.server.model.ModelRoutes;
import dev.runlore.server.page.PageRoutes;
import dev.runlore.server.purge.PurgeRoutes;
import dev.runlore.server.purge.Purges;
import dev.runlore.server.record.RecordRoutes;
import dev.runlore.server.record.Records;
import dev.runlore.server.run.RunRoutes;
import dev.runlore.server.run.RunTable;
import dev.runlore.server.run.Runs;
import dev.runlore.server.run.SilenceWatch;
import dev.runlore.server.snapshot.SnapshotRoutes;
import dev.runlore.server.snapshot.Snapshots;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The HTTP API of one history. Owns neither the store nor the blobs: who opened them closes them after {@link #stop}. */
public final class Server {
    private static final Duration LATE_LOGS_WAIT = Duration.ofSeconds(1);

    private final ServerSettings settings;
    private final List<Feature> features;
    private final SilenceWatch silence;
    private final HttpServer http;

    private Server(ServerSettings settings, List<Feature> features, SilenceWatch silence) {
        this.settings = settings;
        this.features = features;
        this.silence = silence;
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
     * Starts a server; it answers when this returns.
     *
     * @throws IOException when the address cannot be bound
     */
    public static Server start(ServerSettings settings, Store store, BlobStore blobs, InstantSource clock)
            throws IOException {
        Events events = new Events();
        Artifacts artifacts = new Artifacts(store.runs(), blobs);
        LogSealer sealer = new LogSealer(store.logs(), artifacts, blobs, LATE_LOGS_WAIT);
        // Who hears of a run's end finds its logs among the artifacts.
        Runs runs = new Runs(store.runs(), change -> {
            sealer.changed(change);
            events.changed(change);
        });
        Snapshots snapshots = new Snapshots(store.snapshots(), blobs);
        Logs logs = new Logs(store.logs(), runs, artifacts, sealer, events);
        Purges purges = new Purges(store.purges(), blobs, runs, events::changed, clock);
        List<Feature> features = List.of(
                new HealthRoutes(),
                new ExperimentRoutes(store.experiments()),
                new RunRoutes(runs, new RunTable(store), UUID::randomUUID),
                new RecordRoutes(new Records(runs, blobs, snapshots)),
                new ImportRoutes(new Imports(store.runs(), runs)),
                new ArtifactRoutes(artifacts, runs, blobs),
                new BlobRoutes(blobs),
                new SnapshotRoutes(snapshots, new ArtifactBytes(artifacts)),
                new LogRoutes(logs, sealer),
                new MetricRoutes(store.metrics(), runs),
                new ModelRoutes(store.models(), artifacts),
                new PurgeRoutes(purges),
                new LiveRoutes(events, store),
                new PageRoutes(store, runs, logs));
        Server server = new Server(settings, features, new SilenceWatch(store.runs(), runs, clock));
        server.http.start();
        server.silence.start();
        purges.start();
        return server;
    }

    /** Where it answers, as a client on this machine says it. */
    public URI url() {
        InetAddress address =
                settings.address().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : settings.address();
        String literal = address.getHostAddress();
        return URI.create("http://" + (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + http.port());
    }

    /** When the last request came; the start before the first. */
    public Instant lastRequest() {
        return http.lastRequest();
    }

    public List<Route> routes() {
        return http.routes();
    }

    /** Takes no new requests, lets those under way end for at most {@code bound}, then closes. */
    public void stop(Duration bound) {
        silence.stop();
        features.forEach(Feature::stop);
        http.stop(bound);
    }
}
