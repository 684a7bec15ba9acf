// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.artifact.ArtifactRoutes;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.artifact.BlobRoutes;
import dev.runlore.server.experiment.ExperimentRoutes;
import dev.runlore.server.experiment.Experiments;
import dev.runlore.server.http.Access;
import dev.runlore.server.http.Checks;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.HealthRoutes;
import dev.runlore.server.http.Hosts;
import dev.runlore.server.http.HttpLimits;
import dev.runlore.server.http.HttpMeasures;
import dev.runlore.server.http.HttpServer;
import dev.runlore.server.http.JobScopes;
import dev.runlore.server.http.JobTokens;
import dev.runlore.server.http.Route;
import dev.runlore.server.http.Routes;
import dev.runlore.server.http.Sessions;
import dev.runlore.server.importing.ImportRoutes;
import dev.runlore.server.importing.Imports;
import dev.runlore.server.job.JobEnds;
import dev.runlore.server.job.JobQueue;
import dev.runlore.server.job.JobRoutes;
import dev.runlore.server.job.JobSettings;
import dev.runlore.server.job.Jobs;
import dev.runlore.server.job.Launches;
import dev.runlore.server.job.RepeatRoutes;
import dev.runlore.server.job.RunnerRoutes;
import dev.runlore.server.job.SubmissionReader;
import dev.runlore.server.job.SubmittedRuns;
import dev.runlore.server.job.Submitter;
import dev.runlore.server.job.Wake;
import dev.runlore.server.job.WorkFolderSweep;
import dev.runlore.server.live.Events;
import dev.runlore.server.live.LiveRoutes;
import dev.runlore.server.log.LogRoutes;
import dev.runlore.server.log.LogSealer;
import dev.runlore.server.log.Logs;
import dev.runlore.server.measure.MeasureRoutes;
import dev.runlore.server.measure.ServerAge;
import dev.runlore.server.measure.StoredMeasures;
import dev.runlore.server.metric.MetricRoutes;
import dev.runlore.server.mlflow.MlflowRoutes;
import dev.runlore.server.mlflow.artifact.ArtifactCalls;
import dev.runlore.server.model.ModelRoutes;
import dev.runlore.server.page.PageRoutes;
import dev.runlore.server.project.FolderSnapshots;
import dev.runlore.server.project.ProjectRoutes;
import dev.runlore.server.project.ProjectRuns;
import dev.runlore.server.project.Projects;
import dev.runlore.server.project.Restores;
import dev.runlore.server.purge.PurgeRoutes;
import dev.runlore.server.purge.Purges;
import dev.runlore.server.record.RecordRoutes;
import dev.runlore.server.record.Records;
import dev.runlore.server.run.NewRuns;
import dev.runlore.server.run.RunListener;
import dev.runlore.server.run.RunRoutes;
import dev.runlore.server.run.Runs;
import dev.runlore.server.run.SilenceWatch;
import dev.runlore.server.snapshot.SnapshotRoutes;
import dev.runlore.server.snapshot.Snapshots;
import dev.runlore.server.studio.SessionRoutes;
import dev.runlore.server.studio.StudioRoutes;
import dev.runlore.server.transfer.Exports;
import dev.runlore.server.transfer.TransferImports;
import dev.runlore.server.transfer.TransferRoutes;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The HTTP API of one history. Owns neither the store nor the blobs: who opened them closes them after {@link #stop}. */
public final class Server {
    private static final Duration LATE_LOGS_WAIT = Duration.ofSeconds(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ServerSettings settings;
    private final List<Feature> features;
    private final SilenceWatch silence;
    private final Optional<JobQueue> queue;
    private final Optional<WorkFolderSweep> sweep;
    private final HttpServer http;

    private Server(ServerSettings settings, List<Feature> features, Parts parts) {
        this.settings = settings;
        this.features = features;
        this.silence = parts.silence;
        this.queue = parts.queue;
        this.sweep = parts.sweep;
        Routes routes = new Routes();
        features.forEach(feature -> feature.register(routes));
        this.http = new HttpServer(
                new InetSocketAddress(settings.address(), settings.port()),
                HttpLimits.of(settings.connections()),
                new Checks(
                        new Hosts(settings.address(), settings.names()),
                        new Access(settings.token(), settings.tokenEverywhere(), parts.jobScopes, parts.sessions)),
                routes,
                parts.measures);
    }

    /** What runs beside the requests, and what the requests' checks ask. */
    private record Parts(
            SilenceWatch silence,
            Optional<JobQueue> queue,
            Optional<WorkFolderSweep> sweep,
            JobScopes jobScopes,
            Sessions sessions,
            HttpMeasures measures) {}

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
        Wake wake = new Wake();
        JobEnds jobEnds = new JobEnds(store.jobs(), wake);
        // Who hears of a run's end finds its logs among the artifacts, and its job ended.
        Runs runs = new Runs(store.runs(), change -> {
            sealer.changed(change);
            jobEnds.changed(change);
            events.changed(change);
        });
        Snapshots snapshots = new Snapshots(store.snapshots(), blobs);
        Logs logs = new Logs(store.logs(), runs, artifacts, sealer, events);
        Optional<JobSettings> execution = settings.jobs();
        JobTokens jobTokens = new JobTokens(settings.token());
        Jobs jobs = new Jobs(store, runs, wake, execution.map(it -> it.target().name()));
        SubmittedRuns submitted = new SubmittedRuns(clock, RANDOM::nextInt);
        Launches launches = new Launches(jobs, submitted, Submitter::ofThisProcess, UUID::randomUUID);
        Projects projects = new Projects(store.projects());
        Optional<WorkFolderSweep> sweep = execution.map(it -> new WorkFolderSweep(it.data(), jobs, clock));
        RunListener purged = change -> {
            sweep.ifPresent(it -> it.forget(change.run()));
            events.changed(change);
        };
        Purges purges = new Purges(store.purges(), blobs, runs, purged, clock);
        HttpMeasures measures = new HttpMeasures();
        Experiments experiments = new Experiments(store.experiments());
        LiveRoutes live = new LiveRoutes(events, store);
        Sessions sessions = new Sessions(clock);
        Feature pages =
                settings.studio().<Feature>map(StudioRoutes::new).orElseGet(() -> new PageRoutes(store, runs, logs));
        List<Feature> features = List.of(
                new HealthRoutes(),
                new MeasureRoutes(
                        measures,
                        new StoredMeasures(store, blobs),
                        live::watching,
                        new ServerAge(settings.version(), clock)),
                new ExperimentRoutes(store.experiments(), experiments),
                new RunRoutes(runs, store, UUID::randomUUID, jobs::cancelRun),
                new RecordRoutes(new Records(runs, blobs, snapshots), new NewRuns(store)),
                new ImportRoutes(new Imports(store.runs(), runs)),
                new TransferRoutes(new Exports(store, blobs), new TransferImports(store, blobs, runs), runs),
                new ArtifactRoutes(artifacts, runs, blobs),
                new BlobRoutes(blobs),
                new SnapshotRoutes(snapshots, new ArtifactBytes(artifacts)),
                new ProjectRoutes(
                        projects,
                        new Restores(runs, snapshots, settings.backups(), clock),
                        new ProjectRuns(projects, new FolderSnapshots(snapshots, blobs), launches)),
                new LogRoutes(logs, sealer),
                new MetricRoutes(store.metrics(), runs),
                new ModelRoutes(store.models(), artifacts),
                new JobRoutes(jobs, new SubmissionReader(submitted), jobTokens, UUID::randomUUID),
                new RepeatRoutes(launches),
                new RunnerRoutes(execution.map(JobSettings::runner)),
                new PurgeRoutes(purges),
                live,
                pages,
                new SessionRoutes(sessions, settings.studio().isPresent(), settings.tokenEverywhere()),
                new MlflowRoutes(
                        store,
                        runs,
                        experiments,
                        new ArtifactCalls(store, runs, artifacts, blobs),
                        settings.pathPrefix()));
        Server server = new Server(
                settings,
                features,
                new Parts(
                        new SilenceWatch(store.runs(), runs, clock),
                        execution.map(it -> new JobQueue(it, jobs, jobTokens, wake)),
                        sweep,
                        new JobScopes(jobs::findClaimedRun, runs::findParent),
                        sessions,
                        measures));
        server.http.start();
        server.silence.start();
        server.queue.ifPresent(it -> it.start(server.url()));
        server.sweep.ifPresent(WorkFolderSweep::start);
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
        queue.ifPresent(JobQueue::stop);
        sweep.ifPresent(WorkFolderSweep::stop);
        features.forEach(Feature::stop);
        http.stop(bound);
    }
}
