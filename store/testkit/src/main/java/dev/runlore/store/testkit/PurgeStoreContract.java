// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Tags;
import dev.runlore.store.MetricStore;
import dev.runlore.store.PurgeStore;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Purging runs: they vanish at once, their rows go, and only what nobody else names is released. */
public abstract class PurgeStoreContract extends StoreContract {
    private static final RunId OTHER = new RunId("other");

    private static Sha256 bytes(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RunRecord.PutArtifact file(String path, String content) {
        return new RunRecord.PutArtifact(new ArtifactPath(path), Optional.of(bytes(content)), content.length());
    }

    private Set<Sha256> removeAll() {
        Set<Sha256> released = new HashSet<>();
        PurgeStore.Slice slice;
        do {
            slice = store.purges().removeSome();
            released.addAll(slice.released());
        } while (!slice.done());
        return released;
    }

    private void fill(RunId run, String metric) {
        createRun(run);
        RunRecord[] points = IntStream.range(0, 1_500)
                .mapToObj(i -> value(metric + i % 700, Cell.of(i)))
                .toArray(RunRecord[]::new);
        direct(run, points);
        direct(
                run,
                new RunRecord.Tag("k", Optional.of("v")),
                new RunRecord.Property("p", "v"),
                new RunRecord.Parameter("lr", Cell.of(0.1)),
                new RunRecord.Warning("careful"),
                file("shared", "shared"),
                file("own/" + run, "own " + run));
        store.logs().append(run, new ArtifactPath("log.txt"), 0, "hello".getBytes(StandardCharsets.UTF_8));
        direct(run, status(RunStatus.Completed));
    }

    @Test
    void aPurgedRunIsGoneAtOnceAndTheOtherKeepsAllItHas() {
        fill(RUN, "a");
        fill(OTHER, "a");
        var other = run(OTHER);
        var points = store.metrics().points(OTHER, "a5", Optional.empty(), 100, Optional.empty());

        store.purges().purge(RUN);

        assertThat(store.runs().find(RUN)).isEmpty();
        assertThat(store.runs()
                        .artifacts(RUN, Optional.empty(), 9, Optional.empty())
                        .items())
                .isEmpty();
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> direct(RUN, new RunRecord.Rename("late")));
        assertThat(removeAll()).containsExactlyInAnyOrder(bytes("shared"), bytes("own run-1"));
        reopen();
        assertThat(run(OTHER)).isEqualTo(other);
        assertThat(store.metrics()
                        .points(OTHER, "a5", Optional.empty(), 100, Optional.empty())
                        .columns())
                .isEqualTo(points.columns());
        assertThat(store.experiments().findByName("iris").orElseThrow().runs()).isEqualTo(1);
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> store.purges().purge(RUN));
    }

    @Test
    void whatIsNamedElsewhereIsNotUnreferenced() {
        fill(RUN, "a");
        fill(OTHER, "a");
        store.models()
                .promote(new Promotion(new ModelName("m"), RUN, new ArtifactPath("own"), Optional.empty(), Tags.NONE));
        Set<Sha256> all = Set.of(bytes("shared"), bytes("own run-1"), bytes("own other"), bytes("nobody's"));
        assertThat(store.purges().unreferenced(all)).containsExactly(bytes("nobody's"));

        store.purges().purge(RUN);
        store.purges().purge(OTHER);
        removeAll();

        assertThat(store.purges().unreferenced(all))
                .containsExactlyInAnyOrder(bytes("shared"), bytes("own other"), bytes("nobody's"));
    }

    @Test
    void namesOfMetricsAreForgottenWithTheLastRunThatHasThem() {
        fill(RUN, "a");
        createRun(OTHER);
        direct(OTHER, value("a0", Cell.of(1)), value("b", Cell.of(1)), status(RunStatus.Completed));

        store.purges().purge(RUN);
        removeAll();

        assertThat(store.metrics()
                        .names(Optional.of("iris"), Optional.empty(), 9, Optional.empty())
                        .items())
                .extracting(MetricStore.MetricName::name, MetricStore.MetricName::runs)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a0", 1L), org.assertj.core.groups.Tuple.tuple("b", 1L));
    }

    @Test
    void aRunThatStillGoesOnIsNotPurged() {
        createRun(RUN);
        RunStoreContract.assertCode(ErrorCode.WRONG_STATE, () -> store.purges().purge(RUN));

        direct(RUN, status(RunStatus.NotResponding));
        store.purges().purge(RUN);

        assertThat(store.runs().find(RUN)).isEmpty();
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> store.purges().purge(OTHER));
    }

    @Test
    void aPurgeThatAProcessDidNotFinishIsFinishedByTheNext() {
        fill(RUN, "a");
        store.purges().purge(RUN);
        assertThat(store.purges().removeSome().done()).isFalse();

        reopen();
        removeAll();

        assertThat(store.purges().unreferenced(List.of(bytes("shared")))).containsExactly(bytes("shared"));
        assertThat(store.purges().removeSome()).isEqualTo(new PurgeStore.Slice(Set.of(), true));
    }

    @Test
    void theIdOfAPurgedRunIsFreeForANewOne() {
        fill(RUN, "a");
        store.purges().purge(RUN);
        createRun(RUN);
        direct(RUN, value("a0", Cell.of(7)));

        removeAll();

        assertThat(run(RUN).number()).isEqualTo(2);
        assertThat(run(RUN).tags()).isEqualTo(Tags.NONE);
        assertThat(store.metrics()
                        .points(RUN, "a0", Optional.empty(), 9, Optional.empty())
                        .columns())
                .isEqualTo(Map.of("", List.of(Optional.of(Cell.of(7)))));
    }

    @Test
    void theSpaceOfWhatIsGoneIsGivenBack() {
        createRun(OTHER);
        createRun(RUN);
        byte[] megabyte = new byte[1 << 20];
        new Random(7).nextBytes(megabyte);
        for (int i = 0; i < 8; i++) {
            store.logs().append(RUN, new ArtifactPath("log.txt"), (long) i << 20, megabyte);
        }
        direct(RUN, status(RunStatus.Completed));
        reopen();
        assertThat(size()).isGreaterThan(8 << 20);

        store.purges().purge(RUN);
        removeAll();
        int steps = 0;
        while (!store.purges().shrink()) {
            assertThat(++steps).isLessThan(100);
        }

        direct(OTHER, new RunRecord.Rename("a write after it"));
        assertThat(size()).isLessThan(1 << 20);
    }

    /** Fills a run and purges it whole. */
    protected final void purgeAFilledRun() {
        fill(RUN, "a");
        store.purges().purge(RUN);
        removeAll();
    }

    /** Bytes that the store's database has on the disk. */
    protected abstract long size();
}
