// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.cli.Version;
import dev.runlore.compute.local.LocalTarget;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.Server;
import dev.runlore.server.ServerSettings;
import dev.runlore.server.job.JobSettings;
import dev.runlore.server.studio.StudioFiles;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole product on one data folder: lock, token, store, blobs and HTTP, opened in this order and closed in the reverse. */
final class LocalServer implements AutoCloseable {
    private static final long MIB = 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

    /** What a process ends with when its disk fails: not one of the ends that an error of a request has. */
    static final int DISK_FAILED = 74;

    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);

    private final ServerFile file;
    private final Store store;
    private final Server server;
    private final String token;

    private LocalServer(ServerFile file, Store store, Server server, String token) {
        this.file = file;
        this.store = store;
        this.server = server;
        this.token = token;
    }

    /**
     * Starts serving; it answers when this returns.
     *
     * @throws RunloreException UNAVAILABLE when the folder or the port is taken
     */
    static LocalServer start(DataFolder folder, Settings settings) throws IOException {
        ServerFile file = ServerFile.take(folder);
        try {
            String token = TokenFile.readOrCreate(folder.tokenFile());
            InstantSource clock = InstantSource.system();
            BlobStore blobs = new FolderBlobStore(folder.root(), clock);
            StoreOptions options = new StoreOptions(clock, LocalServer::diskFailed)
                    .withRunTableBytes((long) settings.runTableMiB() * MIB);
            Store store = SqliteStore.open(folder.root(), options);
            try {
                Server server = listen(httpSettings(settings, token, folder), store, blobs, clock);
                file.publish(server.url().toString(), Version.text());
                LOG.atInfo()
                        .addKeyValue("url", server.url())
                        .addKeyValue("folder", folder.root())
                        .addKeyValue("version", Version.text())
                        .log("serving");
                return new LocalServer(file, store, server, token);
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static ServerSettings httpSettings(Settings settings, String token, DataFolder folder) throws IOException {
        ServerSettings http = new ServerSettings(
                        settings.bind(),
                        settings.port(),
                        token,
                        settings.tokenRequired(),
                        Set.copyOf(settings.allowedHosts()),
                        settings.connections())
                .withVersion(Version.text())
                .withPathPrefix(settings.pathPrefix())
                .withStudio(StudioFiles.find(LocalServer.class.getClassLoader(), StudioFiles.FOLDER))
                .withBackups(folder.root().resolve("backups"));
        Optional<Path> runner = RunnerFile.install(folder);
        if (runner.isEmpty()) {
            LOG.warn("this product was built without the runner, so it executes no submitted runs; build it whole");
            return http;
        }
        return http.with(new JobSettings(new LocalTarget(), settings.parallelJobs(), folder.root(), runner.get()));
    }

    private static Server listen(ServerSettings settings, Store store, BlobStore blobs, InstantSource clock) {
        try {
            return Server.start(settings, store, blobs, clock);
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "port " + settings.port() + " of " + settings.address().getHostAddress()
                            + " cannot be listened on (" + e.getMessage()
                            + "); stop what uses it, or name another with --port (0 takes any free one)",
                    e);
        }
    }

    URI url() {
        return server.url();
    }

    String token() {
        return token;
    }

    /** When the last request came, by the server's clock; its start before the first. */
    Instant lastRequest() {
        return server.lastRequest();
    }

    /** Lets the requests under way end, then closes everything. */
    @Override
    public void close() {
        server.stop(LAST_REQUESTS);
        store.close();
        try {
            file.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("server.json could not be emptied");
        }
        LOG.info("stopped");
    }

    /** A store that does not know what survived must not go on: a restart reads what is there. */
    private static void diskFailed(Throwable cause) {
        LOG.atError()
                .setCause(cause)
                .log("the disk failed under a commit; the server ends so that a restart can recover");
        Runtime.getRuntime().halt(DISK_FAILED);
    }
}
