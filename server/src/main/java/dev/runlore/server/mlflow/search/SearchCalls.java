// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.RunOrder;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.LargeAnswer;
import dev.runlore.server.mlflow.Views;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import dev.runlore.server.mlflow.run.RunAnswers;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import dev.runlore.store.RunStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Searches for runs. */
public final class SearchCalls implements Calls {
    private static final int USUAL = 1_000;
    private static final int MOST = 50_000;

    private final RunStore runs;
    private final KnownExperiments experiments;
    private final RunAnswers answers;

    public SearchCalls(RunStore runs, KnownExperiments experiments, RunAnswers answers) {
        this.runs = runs;
        this.experiments = experiments;
        this.answers = answers;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.READ, "/runs/search", this::search);
    }

    private record Question(List<ExperimentId> experiments, Filter filter, RunOrder order, Archived view) {
        RunQuery page(int limit, Optional<PageToken> token) {
            return new RunQuery(
                    Optional.empty(),
                    Optional.of(experiments),
                    filter,
                    Optional.of(order),
                    view,
                    Math.min(limit, Limits.PAGE),
                    token);
        }
    }

    private void search(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        List<ExperimentId> ids = arguments.texts("experiment_ids").stream()
                .map(KnownExperiments::id)
                .distinct()
                .toList();
        int most = arguments.limit("max_results", USUAL, MOST);
        Question question = new Question(
                ids,
                filter(arguments.find("filter").orElse(""), ids),
                RunOrders.parse(arguments.texts("order_by")),
                Views.read(arguments, "run_view_type"));
        Page<Run> first = runs.list(question.page(most, arguments.pageToken()));
        LargeAnswer.write(
                exchange, first.next().isEmpty() || most <= Limits.PAGE, out -> write(out, question, first, most));
    }

    /** Only a condition on where artifacts lie needs the experiments' names. */
    private Filter filter(String text, List<ExperimentId> ids) {
        List<Experiment> named = text.contains("artifact_uri")
                ? ids.stream().flatMap(id -> experiments.find(id).stream()).toList()
                : List.of();
        return RunFilterParser.parse(text, new ArtifactUris(named));
    }

    private void write(JsonGenerator out, Question question, Page<Run> first, int most) throws IOException {
        out.writeStartObject();
        Page<Run> page = first;
        if (!page.items().isEmpty()) {
            out.writeArrayFieldStart("runs");
            answers.write(out, page.items());
            int rest = most - page.items().size();
            while (rest > 0 && page.next().isPresent()) {
                page = runs.list(question.page(rest, page.next()));
                answers.write(out, page.items());
                rest -= page.items().size();
            }
            out.writeEndArray();
        }
        if (page.next().isPresent()) {
            out.writeStringField("next_page_token", page.next().get().value());
        }
        out.writeEndObject();
    }
}
