// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WholeRun;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.RunOrder;
import dev.runlore.domain.filter.RunOrderParser;
import dev.runlore.store.Archived;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import dev.runlore.store.RunQuery;
import dev.runlore.store.TransferStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and groups while runs are written: each answer is of one moment, and has all that was acknowledged before it. */
public abstract class RunTableContract extends StoreContract {
    private static final int RUNS = 30;
    private static final int ROUNDS = 150;

    private final Map<RunId, RandomRuns.Made> made = new LinkedHashMap<>();

    private List<String> listed(String filter) {
        return listed(FilterParser.parse(filter), Optional.empty(), Archived.ALL);
    }

    private List<String> listed(Filter filter, Optional<RunOrder> order, Archived archived) {
        List<String> ids = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            Page<Run> page = store.runs().list(new RunQuery(Optional.empty(), filter, order, archived, 7, token));
            page.items().forEach(run -> ids.add(run.id().value()));
            token = page.next();
        } while (token.isPresent());
        return ids;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenBetweenTwoQuestionsIsInTheSecond(long seed) {
        RandomRuns runs = new RandomRuns(seed);
        for (int i = 0; i < RUNS; i++) {
            write(runs.draft(i));
        }
        for (int round = 0; round < ROUNDS; round++) {
            change(runs, round);

            Filter filter = runs.filter(2);
            RunOrder order = runs.order();
            List<String> expected = made.values().stream()
                    .filter(one -> ReferenceFilter.matches(filter, one::value))
                    .filter(one -> !one.run().archived())
                    .sorted(new ReferenceOrder(order))
                    .map(one -> one.id().value())
                    .toList();
            assertThat(listed(filter, Optional.of(order), Archived.NO))
                    .as("round %d: %s, %s", round, filter, order.text())
                    .isEqualTo(expected);
            GroupQuery groups =
                    new GroupQuery(runs.keys(), runs.numbers(), Optional.empty(), runs.filter(1), Archived.ALL);
            List<RunGroup> counted = new ReferenceGroups(groups).groups(made.values());
            ReferenceGroups.assertSame(store.runs().groups(groups), counted);
        }
    }

    private void write(RandomRuns.Draft draft) {
        direct(draft.id(), draft.records());
        made.put(draft.id(), new RandomRuns.Made(run(draft.id()), draft));
    }

    private void change(RandomRuns runs, int round) {
        RandomRuns.Made one = runs.one(List.copyOf(made.values()));
        switch (round % 10) {
            case 3 -> write(runs.draft(RUNS + round));
            case 5 -> {
                Experiment experiment = store.experiments()
                        .findByName(one.run().experiment().name())
                        .orElseThrow();
                store.experiments().archive(experiment.id(), !experiment.archived());
                readAll();
            }
            case 7 -> {
                Experiment experiment = store.experiments()
                        .findByName(one.run().experiment().name())
                        .orElseThrow();
                store.experiments().put(experiment.id(), ExperimentDraft.named(round + " of " + experiment.name()));
                readAll();
            }
            case 9 -> purge(one);
            default -> write(runs.change(one.draft()));
        }
    }

    private void readAll() {
        made.replaceAll((id, one) -> new RandomRuns.Made(run(id), one.draft()));
    }

    private void purge(RandomRuns.Made one) {
        if (!one.run().status().isTerminal()) {
            direct(one.id(), status(RunStatus.Completed));
        }
        store.purges().purge(one.id());
        made.remove(one.id());
        while (!store.purges().removeSome().done()) {
            assertThat(listed("id = '" + one.id() + "'")).isEmpty();
        }
    }

    @Test
    void aRunThatIsBroughtInIsFoundOnceItIsWhole() {
        createRun(RUN);
        direct(
                RUN,
                value("loss", Cell.of(0.5)),
                new RunRecord.Parameter("lr", Cell.of(0.1)),
                status(RunStatus.Completed));
        WholeRun whole = store.transfers().find(RUN).orElseThrow();
        List<RunPart> parts = List.copyOf(
                store.transfers().points(RUN, TransferStore.PointPlace.START).points());
        RandomRuns.Made before = new RandomRuns.Made(run(RUN), new RandomRuns(1).draft(1));
        made.put(RUN, before);
        purge(before);
        String filter = "metrics.loss = 0.5 and params.lr = 0.1 and status = 'Completed'";
        assertThat(listed(filter)).isEmpty();

        Sha256 content = Sha256.of("all".getBytes(StandardCharsets.UTF_8));
        store.transfers().begin(whole, content);
        createRun(new RunId("later"));
        assertThat(listed("metrics.loss is null")).containsExactly("later");
        store.transfers().append(RUN, content, 0, parts);
        assertThat(listed(filter)).isEmpty();
        store.transfers().finish(whole, content, parts.size());

        assertThat(listed(filter)).containsExactly(RUN.value());
    }

    @Test
    void noAnswerHasHalfOfARequestAndEachHasWhatWasAcknowledged() throws ExecutionException, InterruptedException {
        createRun(RUN);
        flip(0);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> {
                    while (!over.get()) {
                        assertThat(listed("tags.side = 'even' and metrics.side = 1"))
                                .isEmpty();
                        assertThat(listed("tags.side = 'odd' and metrics.side = 0"))
                                .isEmpty();
                        assertThat(listed("tags.side = 'even' or metrics.side = 1"))
                                .containsExactly(RUN.value());
                    }
                }));
            }
            for (int i = 1; i < 300; i++) {
                flip(i);
                assertThat(listed("tags.count = " + i)).containsExactly(RUN.value());
            }
            over.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private void flip(int i) {
        direct(
                RUN,
                new RunRecord.Tag("side", Optional.of(i % 2 == 0 ? "even" : "odd")),
                new RunRecord.Tag("count", Optional.of(Integer.toString(i))),
                value("side", Cell.of(i % 2)));
    }

    @Test
    void aTokenGoesOnAfterWhatItsRunSortsByNow() {
        for (int i = 0; i < 6; i++) {
            createRun(new RunId("r" + i));
            direct(new RunId("r" + i), value("loss", Cell.of(i)));
        }
        Optional<RunOrder> order = Optional.of(RunOrderParser.parse("metrics.loss"));
        RunQuery first = new RunQuery(Optional.of("iris"), new Filter.All(), order, Archived.NO, 2, Optional.empty());
        Page<Run> page = store.runs().list(first);
        direct(new RunId("r1"), value("loss", Cell.of(3.5)));

        RunQuery second = new RunQuery(Optional.of("iris"), new Filter.All(), order, Archived.NO, 2, page.next());

        assertThat(page.items().stream().map(run -> run.id().value())).containsExactly("r0", "r1");
        assertThat(store.runs().list(second).items().stream()
                        .map(run -> run.id().value()))
                .containsExactly("r4", "r5");
    }
}
