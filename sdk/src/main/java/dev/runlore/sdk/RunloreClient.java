// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Runlore server, spoken to over its API. Safe for threads.
 *
 * <pre>{@code
 * Place place = Places.ofProcess(Optional.empty()).server(Optional.empty()).orElseThrow();
 * RunloreClient runlore = new RunloreClient(place);
 * RunTable best = runlore.listRuns(RunListing.NEWEST.withFilter("metrics.Accuracy > 0.66"));
 * }</pre>
 *
 * <p>A refusal is a {@link ServerException}; an answer that is no Runlore server's is a {@link RunloreException}.
 */
public final class RunloreClient {
    private static final int PAGE = 1_000;

    private final Connection connection;

    public RunloreClient(Place place) {
        connection = new Connection(place);
    }

    public Place place() {
        return connection.place();
    }

    /** One page of the run table. */
    public RunTable listRuns(RunListing listing) {
        return understood(
                () -> RunTable.read(connection.json(Request.get("/runs").with(listing.query()))));
    }

    public Run getRun(RunId run) {
        return understood(() -> RunReader.read(connection.json(Request.get("/runs/" + run))));
    }

    /** The run as the JSON of the API. */
    public Map<String, @Nullable Object> getRunTree(RunId run) {
        return connection.json(Request.get("/runs/" + run)).fields();
    }

    public Run changeRun(RunId run, RunChange change) {
        Request request = Request.of("PATCH", "/runs/" + run).withJson(change.body());
        return understood(() -> RunReader.read(connection.json(request)));
    }

    /** Starts, ends, archives ... a run. */
    public Run actOnRun(RunId run, RunAction action) {
        Request request = Request.of("POST", "/runs/" + run + "/" + action.word());
        return understood(() -> RunReader.read(connection.json(request)));
    }

    /** Takes a run that is over out of the history for good. */
    public Purged purgeRun(RunId run) {
        JsonObject answer = connection.json(Request.of("POST", "/runs/" + run + "/purge"));
        return understood(() -> new Purged(
                answer.integer("files"), answer.integer("bytes"), answer.integer("waiting"), answer.flag("done")));
    }

    /** Experiments, newest first. */
    public Page<Experiment> listExperiments(Optional<PageToken> page) {
        return page("/experiments", Query.EMPTY, page, ExperimentReader::read);
    }

    /** The run's metrics with their summaries, in the order of first appearance. */
    public Page<Metric> listMetrics(RunId run, Optional<PageToken> page) {
        return page("/runs/" + run + "/metrics", Query.EMPTY, page, MetricReader::read);
    }

    /** The datasets that the run uses, in the order in which it came to use them, each as the JSON of the API. */
    public List<Map<String, @Nullable Object>> listDatasetTrees(RunId run) {
        JsonObject answer = connection.json(Request.get("/runs/" + run + "/datasets"));
        return understood(() -> answer.objects("items", JsonObject::fields));
    }

    /** Up to 100,000 rows of one metric; {@code column} leaves the other columns out. */
    public Points listPoints(RunId run, String metric, Optional<String> column, Optional<PageToken> page) {
        Query query = Query.EMPTY
                .with("name", metric)
                .with("column", column)
                .with("limit", Limits.POINTS)
                .with("pageToken", page.map(PageToken::value));
        return understood(() -> Points.read(
                connection.json(Request.get("/runs/" + run + "/points").with(query))));
    }

    /**
     * The run's artifacts in the order of arrival. A path that is none is refused here already: a list is what files are
     * written by.
     *
     * @param prefix only this file or folder
     */
    public Page<Artifact> listArtifacts(RunId run, Optional<String> prefix, Optional<PageToken> page) {
        Query query = Query.EMPTY.with("prefix", prefix);
        return page("/runs/" + run + "/artifacts", query, page, RunloreClient::artifact);
    }

    /** The bytes of an artifact; the caller closes the stream. */
    public InputStream openArtifact(RunId run, ArtifactPath path) {
        Query query = Query.EMPTY.with("path", path.value());
        return connection
                .call(Request.get("/runs/" + run + "/artifacts").with(query))
                .body();
    }

    public List<LogFile> listLogs(RunId run) {
        JsonObject answer = connection.json(Request.get("/runs/" + run + "/logs"));
        return understood(() -> answer.objects("items", log -> new LogFile(log.text("path"), log.integer("size"))));
    }

    /** At most 1 MiB of a log from an offset. */
    public LogPart readLog(RunId run, String path, long from) {
        Request request = Request.get("/runs/" + run + "/logs")
                .with(Query.EMPTY.with("path", path).with("from", from));
        try (Answer answer = connection.call(request)) {
            byte[] bytes = answer.body().readNBytes(2 * Limits.LOG_READ_BYTES);
            long size = answer.header("Runlore-Log-Size").map(Long::parseLong).orElse(from + bytes.length);
            return new LogPart(
                    bytes,
                    size,
                    answer.header("Runlore-Log-Ended")
                            .map(Boolean::parseBoolean)
                            .orElse(true));
        } catch (IOException e) {
            throw connection.noAnswer(e);
        } catch (NumberFormatException e) {
            throw JsonObject.unexpected("Runlore-Log-Size is no number");
        }
    }

    /** Appends a writer's records. A refusal may name {@code nextRecord} or {@code missingBlobs}. */
    public RecordsAnswer appendRecords(RecordBatch batch) {
        Request request = Request.of("POST", "/runs/" + batch.run() + "/records")
                .with(batch.query())
                .withBytes(Request.RECORDS, batch.lines());
        return understood(() -> RecordsAnswer.read(connection.json(request)));
    }

    public boolean hasBlob(Sha256 sha256) {
        Request request = Request.of("HEAD", "/blobs/" + sha256);
        try (Answer answer = connection.open(request)) {
            if (answer.isSuccess()) {
                return true;
            }
            if (answer.status() == ErrorCode.NOT_FOUND.httpStatus()) {
                return false;
            }
            throw answer.refusal("HEAD " + place().url() + "/blobs");
        }
    }

    public void putBlob(Sha256 sha256, Path file) {
        connection.run(Request.of("PUT", "/blobs/" + sha256).withFile(file));
    }

    /** Brings runs of another history in, at most 1,000; answers how many of them were new. */
    public int importRuns(List<Map<String, @Nullable Object>> runs) {
        JsonObject answer = connection.json(Request.of("POST", "/imports").withJson(Map.of("runs", runs)));
        return Math.toIntExact(answer.objects("items", item -> item.flag("created")).stream()
                .filter(created -> created)
                .count());
    }

    /** Whether the server answers. */
    public boolean isHealthy() {
        return Health.answers(place());
    }

    private <T> Page<T> page(String path, Query query, Optional<PageToken> page, Function<JsonObject, T> reader) {
        Query whole = query.with("limit", PAGE).with("pageToken", page.map(PageToken::value));
        return understood(() -> {
            JsonObject answer = connection.json(Request.get(path).with(whole));
            return new Page<>(
                    answer.objects("items", reader),
                    answer.findText("nextPageToken").map(PageToken::new));
        });
    }

    private static Artifact artifact(JsonObject artifact) {
        return new Artifact(
                new ArtifactPath(artifact.text("path")),
                artifact.findText("sha256").map(Sha256::new),
                artifact.integer("size", 0),
                artifact.time("created"));
    }

    /** What a server of another kind answers fails in many ways; all mean the same to the caller. */
    static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ClassCastException | IllegalArgumentException e) {
            throw JsonObject.unexpected(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw JsonObject.unexpected(String.valueOf(e.getCause()));
        }
    }
}
