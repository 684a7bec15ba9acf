// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models of one server. Safe for threads.
 *
 * <pre>{@code
 * ModelClient models = new ModelClient(place);
 * ModelVersion newest = models.getVersion(new ModelName("iris"), OptionalLong.empty());
 * }</pre>
 *
 * <p>The server is not trusted: an answer about another model or version than was asked for is refused, and paths of files
 * are {@link ArtifactPath}s or nothing.
 */
public final class ModelClient {
    private final Connection connection;

    public ModelClient(Place place) {
        connection = new Connection(place);
    }

    /** Keeps files of a run as the next version of a model. */
    public ModelVersion promote(Promotion promotion) {
        Map<String, @Nullable Object> body = body(promotion.name(), promotion.description(), promotion.tags());
        body.put("run", promotion.run().value());
        body.put("artifactPath", promotion.path().value());
        ModelVersion made = version(Request.of("POST", "/models:promote").withJson(body));
        return require(made, made.name().equals(promotion.name()), "model '" + promotion.name() + "'");
    }

    /** Newest first. */
    public Page<Model> list(Optional<PageToken> page) {
        return page("/models", Query.EMPTY, page, ModelReader::model);
    }

    /** @throws RunloreException NOT_FOUND */
    public Model get(ModelName name) {
        Request request = Request.get("/models").with(Query.EMPTY.with("name", name.value()));
        return RunloreClient.understood(() -> connection.json(request).objects("items", ModelReader::model).stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RunloreException.notFound(
                        "model '" + name + "' does not exist; see the names with 'runlore model list'")));
    }

    /** Newest first. */
    public Page<ModelVersion> listVersions(ModelName name, Optional<PageToken> page) {
        return page("/models:versions", Query.EMPTY.with("name", name.value()), page, ModelReader::version);
    }

    /** That version; the newest when none is named. */
    public ModelVersion getVersion(ModelName name, OptionalLong number) {
        ModelVersion found = version(Request.get("/models:version").with(query(name, number)));
        boolean isAsked = found.name().equals(name) && number.orElse(found.version()) == found.version();
        return require(found, isAsked, "model '" + name + "'");
    }

    /** The bytes of a file of a version; the caller closes the stream, and checks them. */
    public InputStream openFile(ModelVersion version, ArtifactPath path) {
        Query query = query(version.name(), OptionalLong.of(version.version())).with("path", path.value());
        return connection.call(Request.get("/models:file").with(query)).body();
    }

    public Model change(ModelName name, ModelChange change) {
        Request request = Request.of("PATCH", "/models").withJson(body(name, change));
        return RunloreClient.understood(() -> ModelReader.model(connection.json(request)));
    }

    public ModelVersion change(ModelName name, long version, ModelChange change) {
        Map<String, @Nullable Object> body = body(name, change);
        body.put("version", version);
        return version(Request.of("PATCH", "/models:version").withJson(body));
    }

    private ModelVersion version(Request request) {
        return RunloreClient.understood(() -> ModelReader.version(connection.json(request)));
    }

    private static ModelVersion require(ModelVersion version, boolean isRight, String asked) {
        if (!isRight) {
            throw JsonObject.unexpected(asked + " was asked for but it answers version " + version.version() + " of '"
                    + version.name() + "'");
        }
        return version;
    }

    private static Query query(ModelName name, OptionalLong version) {
        Query query = Query.EMPTY.with("name", name.value());
        return version.isPresent() ? query.with("version", version.getAsLong()) : query;
    }

    private static Map<String, @Nullable Object> body(ModelName name, ModelChange change) {
        Map<String, @Nullable Object> body = body(name, change.description(), change.tags());
        if (!change.untag().isEmpty()) {
            body.put("untag", change.untag());
        }
        return body;
    }

    private static Map<String, @Nullable Object> body(ModelName name, Optional<String> description, Tags tags) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("name", name.value());
        description.ifPresent(text -> body.put("description", text));
        if (!tags.values().isEmpty()) {
            Map<String, @Nullable Object> texts = new LinkedHashMap<>();
            tags.values().forEach((key, text) -> texts.put(key, text.orElse(null)));
            body.put("tags", texts);
        }
        return body;
    }

    private <T> Page<T> page(String path, Query query, Optional<PageToken> page, Function<JsonObject, T> reader) {
        Query whole = query.with("limit", Limits.PAGE).with("pageToken", page.map(PageToken::value));
        return RunloreClient.understood(() -> {
            JsonObject answer = connection.json(Request.get(path).with(whole));
            return new Page<>(
                    answer.objects("items", reader),
                    answer.findText("nextPageToken").map(PageToken::new));
        });
    }
}
