// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.LargeAnswer;
import dev.runlore.store.MetricStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The history of one metric, whole or page by page. */
public final class HistoryCalls implements Calls {
    /** Points of an answer that is still made in memory. */
    private static final int SMALL = 100_000;

    private final MetricStore metrics;
    private final KeptHistories kept = new KeptHistories();

    public HistoryCalls(MetricStore metrics) {
        this.metrics = metrics;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.get(Permission.READ, "/metrics/get-history", this::history);
    }

    private void history(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        String key = arguments.text("metric_key");
        Optional<Integer> most = arguments.whole("max_results").isEmpty()
                ? Optional.empty()
                : Optional.of(arguments.limit("max_results", SMALL, Integer.MAX_VALUE));
        Optional<PageToken> token = arguments.pageToken();
        Optional<Place> place = LongHistory.isOf(token) ? Optional.empty() : token.map(Place::parse);
        Optional<MetricColumn> column = MetricColumn.find(metrics, run, key);
        if (column.isPresent() && most.isEmpty() && token.isEmpty() && isLongAndOrdered(column.get(), SMALL)) {
            Iterable<History> parts = column.get().parts(metrics);
            LargeAnswer.write(exchange, false, out -> write(out, key, parts, Optional.empty()));
            return;
        }
        LongHistory.Part part = column.map(one -> place.isPresent() ? after(one, most, place) : first(one, most, token))
                .orElse(new LongHistory.Part(History.NONE, Optional.empty()));
        LargeAnswer.write(
                exchange, part.points().size() <= SMALL, out -> write(out, key, List.of(part.points()), part.next()));
    }

    private boolean isLongAndOrdered(MetricColumn column, int most) {
        return column.count() > most && new LongHistory(metrics, column).isOrdered();
    }

    /** The first part, or one of a history that is read along the order in which it came. */
    private LongHistory.Part first(MetricColumn column, Optional<Integer> most, Optional<PageToken> token) {
        boolean isLong = most.isPresent() && isLongAndOrdered(column, KeptHistories.MOST_POINTS);
        return token.isPresent() || isLong
                ? new LongHistory(metrics, column).read(token, most.orElse(SMALL))
                : after(column, most, Optional.empty());
    }

    private LongHistory.Part after(MetricColumn column, Optional<Integer> most, Optional<Place> place) {
        int page = most.orElse(Integer.MAX_VALUE);
        History history = place.flatMap(after -> kept.find(column))
                .orElseGet(() -> kept.put(column, History.read(metrics, column), page));
        int start = place.map(after -> after.in(history)).orElse(0);
        int end = (int) Math.min(history.size(), start + (long) page);
        Optional<String> next =
                end < history.size() ? Optional.of(Place.after(history, end).token()) : Optional.empty();
        return new LongHistory.Part(history.part(start, end), next);
    }

    private static void write(JsonGenerator out, String key, Iterable<History> parts, Optional<String> next)
            throws IOException {
        out.writeStartObject();
        boolean isListBegun = false;
        for (History part : parts) {
            if (part.size() > 0 && !isListBegun) {
                out.writeArrayFieldStart("metrics");
                isListBegun = true;
            }
            for (int i = 0; i < part.size(); i++) {
                out.writeStartObject();
                out.writeStringField("key", key);
                MetricJson.write(out, part.values()[i], part.times()[i], part.steps()[i]);
                out.writeEndObject();
            }
        }
        if (isListBegun) {
            out.writeEndArray();
        }
        if (next.isPresent()) {
            out.writeStringField("next_page_token", next.get());
        }
        out.writeEndObject();
    }
}
