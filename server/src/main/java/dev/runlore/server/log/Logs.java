// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.log;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.live.Events;
import dev.runlore.server.run.Runs;
import dev.runlore.store.LogStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The text logs of runs, live and sealed alike. Thread-safe. */
public final class Logs {
    /** Where runs keep their logs: sealed ones are found here among the artifacts. */
    private static final List<String> FOLDERS = List.of("azureml-logs", "logs");

    /** A piece of a log, its size so far, and whether its run is over. */
    public record Piece(byte[] bytes, long size, boolean ended) {}

    private final LogStore store;
    private final Runs runs;
    private final Artifacts artifacts;
    private final LogBytes bytes;
    private final LogSealer sealer;
    private final Events events;

    public Logs(LogStore store, Runs runs, Artifacts artifacts, LogSealer sealer, Events events) {
        this.store = store;
        this.runs = runs;
        this.artifacts = artifacts;
        this.bytes = new LogBytes(store, artifacts);
        this.sealer = sealer;
        this.events = events;
    }

    /** Sizes in bytes by path: of logs that grow, and of the files in the folders of logs. */
    public Map<String, Long> list(RunId run) {
        // Asked first: a log that is sealed after this is among the artifacts.
        List<LogStore.RunLog> growing = store.list(run);
        Map<String, Long> sizes = new TreeMap<>();
        for (String folder : FOLDERS) {
            for (Artifact artifact : artifacts
                    .list(run, Optional.of(folder), Limits.PAGE, Optional.empty())
                    .items()) {
                artifact.blob().ifPresent(blob -> sizes.put(artifact.path().value(), artifact.size()));
            }
        }
        growing.forEach(log -> sizes.put(log.path().value(), log.size()));
        return sizes;
    }

    /**
     * At most 1 MiB from {@code from}.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND
     */
    public Piece read(RunId run, ArtifactPath path, long from) throws IOException {
        // Asked before the bytes: who is told that the run is over has also been told of all that it wrote.
        boolean ended = runs.get(run).status().isTerminal();
        LogBytes.Part part = bytes.read(run, path, from);
        return new Piece(part.bytes(), part.size(), ended);
    }

    /** As {@link LogStore#append}; after the run's end the artifact is extended. */
    long append(RunId run, ArtifactPath path, long offset, byte[] body) {
        long size = store.append(run, path, offset, body);
        // Asked after the append: an end that came between has either sealed these bytes or is seen here.
        Run now = runs.get(run);
        if (now.status().isTerminal()) {
            sealer.sealLater(run);
        }
        events.grew(run, now.revision(), path, size);
        return size;
    }
}
