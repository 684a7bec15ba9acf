// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Page;
import dev.runlore.domain.PrimaryMetric;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Tags;
import dev.runlore.store.Archived;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Experiments: making, changing, archiving and listing them. */
public abstract class ExperimentStoreContract extends StoreContract {

    private static ExperimentDraft full(String name) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        tags.put("z", Optional.of("1"));
        tags.put("a", Optional.empty());
        return new ExperimentDraft(
                name,
                Optional.of("what it is for"),
                Optional.of(new PrimaryMetric("Accuracy", PrimaryMetric.Goal.MAX)),
                new Tags(tags));
    }

    @Test
    void anExperimentIsReadBackAsItWasMade() {
        Experiment made = store.experiments().create(full("Fleurs 花")).experiment();

        reopen();
        assertThat(store.experiments().find(made.id())).contains(made);
        assertThat(store.experiments().findByName("Fleurs 花")).contains(made);
        assertThat(made)
                .isEqualTo(new Experiment(
                        new ExperimentId(1),
                        made.uuid(),
                        "Fleurs 花",
                        Optional.of("what it is for"),
                        Optional.of(new PrimaryMetric("Accuracy", PrimaryMetric.Goal.MAX)),
                        full("x").tags(),
                        START,
                        START,
                        false,
                        0));
        assertThat(made.uuid().version()).isEqualTo(5);
        assertThat(made.tags().values().keySet()).containsExactly("z", "a");
    }

    @Test
    void theSameContentAgainAnswersTheOneThatIsThere() {
        var first = store.experiments().create(full("a"));
        var second = store.experiments().create(full("a"));

        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.experiment()).isEqualTo(first.experiment());
        RunStoreContract.assertCode(
                ErrorCode.ALREADY_EXISTS, () -> store.experiments().create(ExperimentDraft.named("a")));
    }

    @Test
    void aRunMakesItsExperimentOnFirstUse() {
        createRun(RUN);

        Experiment made = store.experiments().findByName("iris").orElseThrow();
        assertThat(made.runs()).isEqualTo(1);
        assertThat(run(RUN).experiment().id()).isEqualTo(made.id());
        assertThat(run(RUN).experiment().uuid()).isEqualTo(made.uuid());
    }

    @Test
    void aRenamedExperimentKeepsItsIdAndRuns() {
        createRun(RUN);
        Experiment iris = store.experiments().findByName("iris").orElseThrow();
        store.experiments().create(full("taken"));

        Experiment renamed = store.experiments().put(iris.id(), full("flowers"));

        assertThat(renamed.id()).isEqualTo(iris.id());
        assertThat(renamed.uuid()).isEqualTo(iris.uuid());
        assertThat(run(RUN).experiment().name()).isEqualTo("flowers");
        assertThat(store.experiments().findByName("iris")).isEmpty();
        RunStoreContract.assertCode(
                ErrorCode.ALREADY_EXISTS, () -> store.experiments().put(iris.id(), full("taken")));
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.experiments().put(new ExperimentId(99), full("x")));
        assertThat(store.experiments().put(iris.id(), full("flowers"))).isEqualTo(renamed);
    }

    @Test
    void restoringAnExperimentRestoresTheRunsThatWereArchivedWithIt() {
        RunId before = new RunId("before");
        createRun(RUN);
        createRun(before);
        direct(before, new RunRecord.Archive(true));
        ExperimentId iris = store.experiments().findByName("iris").orElseThrow().id();

        Experiment archived = store.experiments().archive(iris, true);
        assertThat(archived.archived()).isTrue();
        assertThat(archived.runs()).isEqualTo(0);
        assertThat(run(RUN).archived()).isTrue();
        assertThat(run(RUN).revision()).isEqualTo(1);
        direct(RUN, new RunRecord.Rename("while archived"));
        assertThat(run(RUN).archived()).isTrue();

        assertThat(store.experiments().archive(iris, false).runs()).isEqualTo(1);
        assertThat(run(RUN).archived()).isFalse();
        assertThat(run(before).archived()).isTrue();
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.experiments().archive(new ExperimentId(99), true));
    }

    @Test
    void allRunsCanBeRestoredWithTheirExperiment() {
        RunId before = new RunId("before");
        createRun(RUN);
        createRun(before);
        direct(before, new RunRecord.Archive(true));
        ExperimentId iris = store.experiments().findByName("iris").orElseThrow().id();
        store.experiments().archive(iris, true);

        Experiment restored = store.experiments().restoreAll(iris);

        assertThat(restored.archived()).isFalse();
        assertThat(restored.runs()).isEqualTo(2);
        assertThat(run(RUN).archived()).isFalse();
        assertThat(run(before).archived()).isFalse();
    }

    @Test
    void theFirstExperimentCalledDefaultHasTheNumber0() {
        createRun(RUN);
        Experiment made = store.experiments()
                .create(ExperimentDraft.named(RunDraft.DEFAULT_EXPERIMENT))
                .experiment();
        assertThat(made.id()).isEqualTo(ExperimentId.DEFAULT);
        assertThat(store.experiments().find(ExperimentId.DEFAULT)).contains(made);
        RunId run = new RunId("of-default");
        direct(run, create(RunDraft.of(run, RunDraft.DEFAULT_EXPERIMENT, ANNA)));
        assertThat(run(run).experiment().id()).isEqualTo(ExperimentId.DEFAULT);

        store.experiments().put(ExperimentId.DEFAULT, ExperimentDraft.named("renamed"));
        Experiment second = store.experiments()
                .create(ExperimentDraft.named(RunDraft.DEFAULT_EXPERIMENT))
                .experiment();
        assertThat(second.id().value()).isGreaterThan(0);
        assertThat(store.experiments().find(ExperimentId.DEFAULT).orElseThrow().runs())
                .isEqualTo(1);
    }

    @Test
    void anExperimentKnowsWhenItWasLastChanged() {
        ExperimentId id = store.experiments().create(full("a")).experiment().id();
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.experiments().put(id, full("b")).updated()).isEqualTo(START.plusSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.experiments().archive(id, true).updated()).isEqualTo(START.plusSeconds(2));
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.experiments().restoreAll(id).updated()).isEqualTo(START.plusSeconds(3));
        assertThat(store.experiments().find(id).orElseThrow().created()).isEqualTo(START);
    }

    @Test
    void experimentsAreListedNewestFirst() {
        for (String name : List.of("a", "b", "c", "d")) {
            store.experiments().create(ExperimentDraft.named(name));
        }
        store.experiments().archive(new ExperimentId(2), true);

        Page<Experiment> first = store.experiments().list(Archived.NO, 2, Optional.empty());
        Page<Experiment> second = store.experiments().list(Archived.NO, 2, first.next());

        assertThat(first.items()).extracting(Experiment::name).containsExactly("d", "c");
        assertThat(second.items()).extracting(Experiment::name).containsExactly("a");
        assertThat(second.next()).isEmpty();
        assertThat(store.experiments().list(Archived.YES, 9, Optional.empty()).items())
                .extracting(Experiment::name)
                .containsExactly("b");
        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT, () -> store.experiments().list(Archived.ALL, 2, first.next()));
    }
}
