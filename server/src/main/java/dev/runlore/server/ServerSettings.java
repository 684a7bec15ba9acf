// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import dev.runlore.server.job.JobSettings;
import dev.runlore.server.studio.StudioFiles;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What whoever starts a server decides.
 *
 * @param port 0 for any free one
 * @param token the data folder's
 * @param tokenEverywhere whether every route but the open ones needs the token; a must on any address but loopback
 * @param names further host names, each with or without {@code :port}, under which the server may be asked
 * @param connections most that are open at once
 * @param jobs how it executes jobs, if it does
 * @param backups folder of what restores overwrite and delete; without one it restores nothing
 * @param version of the product, as it shows itself
 * @param pathPrefix a path such as {@code /tracking} below which MLflow's clients are answered too; empty for none
 * @param studio the pages for people, when the product was built with them
 */
public record ServerSettings(
        InetAddress address,
        int port,
        String token,
        boolean tokenEverywhere,
        Set<String> names,
        int connections,
        Optional<JobSettings> jobs,
        Optional<Path> backups,
        String version,
        String pathPrefix,
        Optional<StudioFiles> studio) {
    public static final int PORT = 5055;
    public static final int CONNECTIONS = 10_000;

    public ServerSettings {
        names = Set.copyOf(names);
        if (!address.isLoopbackAddress() && !tokenEverywhere) {
            throw new IllegalArgumentException(
                    "a server on " + address.getHostAddress()
                            + " is open to the network and must ask for the token; start it with --auth token, or on 127.0.0.1");
        }
    }

    /** Of a server that executes no jobs. */
    public ServerSettings(
            InetAddress address, int port, String token, boolean tokenEverywhere, Set<String> names, int connections) {
        this(
                address,
                port,
                token,
                tokenEverywhere,
                names,
                connections,
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                Optional.empty());
    }

    /** The same, executing jobs. */
    public ServerSettings with(JobSettings settings) {
        return new ServerSettings(
                address,
                port,
                token,
                tokenEverywhere,
                names,
                connections,
                Optional.of(settings),
                backups,
                version,
                pathPrefix,
                studio);
    }

    /** The same, with a place for backups. */
    public ServerSettings withBackups(Path folder) {
        return new ServerSettings(
                address,
                port,
                token,
                tokenEverywhere,
                names,
                connections,
                jobs,
                Optional.of(folder),
                version,
                pathPrefix,
                studio);
    }

    /** The same, of that version. */
    public ServerSettings withVersion(String text) {
        return new ServerSettings(
                address, port, token, tokenEverywhere, names, connections, jobs, backups, text, pathPrefix, studio);
    }

    /** The same, with that prefix. */
    public ServerSettings withPathPrefix(String prefix) {
        return new ServerSettings(
                address, port, token, tokenEverywhere, names, connections, jobs, backups, version, prefix, studio);
    }

    /** The same, with the studio if there is one. */
    public ServerSettings withStudio(Optional<StudioFiles> files) {
        return new ServerSettings(
                address, port, token, tokenEverywhere, names, connections, jobs, backups, version, pathPrefix, files);
    }

    /** On loopback and any free port. */
    public static ServerSettings local(String token) {
        return new ServerSettings(InetAddress.getLoopbackAddress(), 0, token, false, Set.of(), CONNECTIONS);
    }
}
