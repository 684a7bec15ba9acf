// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One run of a server. Holds nothing but its id: every call asks the server.
 *
 * <pre>{@code
 * Run run = new Run(runlore, new RunId("IrisDemo_1504832281116"));
 * run.metrics().forEach(metric -> System.out.println(metric.name()));
 * run.download("outputs/model.pkl", Path.of("."));
 * }</pre>
 */
public record Run(RunloreClient server, RunId id) {

    /** The run as it stands now. */
    public dev.runlore.domain.Run get() {
        return server.getRun(id);
    }

    /** All metrics with their summaries. */
    public List<Metric> metrics() {
        return all(page -> server.listMetrics(id, page));
    }

    /** All files. */
    public List<Artifact> files() {
        return files("");
    }

    private List<Artifact> files(String prefix) {
        Optional<String> within = Optional.of(prefix).filter(text -> !text.isEmpty());
        return all(page -> server.listArtifacts(id, within, page));
    }

    /** The first 100,000 rows of a metric and the token of the next ones. */
    public Points points(String metric) {
        return server.listPoints(id, metric, Optional.empty(), Optional.empty());
    }

    public void tag(String key, String text) {
        server.changeRun(id, RunChange.tags(new Tags(Map.of(key, Optional.of(text))), List.of()));
    }

    /** Writes the file, or all files of the folder, that {@code name} names, below {@code to}; returns what was written. */
    public List<Path> download(String name, Path to) {
        List<Artifact> found = files(name);
        if (found.isEmpty()) {
            throw RunloreException.notFound("run " + id + " has no artifact '" + name + "'; see its files()");
        }
        ArtifactFolder folder = new ArtifactFolder(to, false);
        folder.check(found);
        return found.stream().map(artifact -> write(folder, artifact)).toList();
    }

    private Path write(ArtifactFolder folder, Artifact artifact) {
        try {
            return folder.write(artifact, server.openArtifact(id, artifact.path()));
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "artifact " + artifact.path() + " was not downloaded: " + e + "; try again",
                    e);
        }
    }

    private static <T> List<T> all(Function<Optional<PageToken>, Page<T>> list) {
        List<T> all = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Page<T> page = list.apply(next);
            all.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return all;
    }
}
