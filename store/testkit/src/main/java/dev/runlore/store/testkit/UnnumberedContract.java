// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.store.ArchivedRunException;
import dev.runlore.store.MetricStore.Latest;
import dev.runlore.store.WrittenOnceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that number nothing, and that set a run as they like. */
public abstract class UnnumberedContract extends StoreContract {
    private static final Instant EARLY = Instant.parse("2001-01-01T00:00:00.001Z");

    private void append(RunRecord... records) {
        store.runs().append(RUN, Writer.UNNUMBERED, List.of(records));
    }

    private static RunRecord.Rows at(long time, double step, double value) {
        return rows("loss", MetricKind.SCALAR, time, OptionalDouble.of(step), Map.of("", List.of(Cell.of(value))));
    }

    private List<Latest> latest() {
        return store.metrics().latest(List.of(RUN)).getOrDefault(RUN, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "0.5,0.25,0.5",
        "0.25,0.5,0.5",
        "NaN,-1,NaN",
        "-1,NaN,NaN",
        "NaN,0,0",
        "1,NaN,1",
        "-Infinity,NaN,NaN",
        "Infinity,5,Infinity",
    })
    void ofPointsOfOneStepAndTimeTheGreatestIsTheLast(double first, double second, double last) {
        createRun(RUN);
        append(at(7, 1, first));
        append(at(7, 1, second));

        assertThat(latest()).containsExactly(new Latest("loss", "", Cell.of(last), 7, OptionalDouble.of(1)));
        reopen();
        assertThat(latest().getFirst().value()).isEqualTo(Cell.of(last));
    }

    @Test
    void theGreatestStepIsTheLastAndThenTheGreatestTime() {
        createRun(RUN);
        append(at(5, 3, 1), at(9, 2, 2));
        append(at(6, 3, 0.5));
        append(at(4, 3, 8));

        assertThat(latest()).containsExactly(new Latest("loss", "", Cell.of(0.5), 6, OptionalDouble.of(3)));
    }

    @Test
    void theSamePointsAgainChangeNothing() {
        createRun(RUN);
        RunRecord[] batch = new RunRecord[200];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = rows(
                    "m" + i % 50, MetricKind.SCALAR, i, OptionalDouble.of(i), Map.of("", List.of(Cell.of(i * 0.5))));
        }
        append(batch);
        append(at(1, 1, 1));
        Run before = run(RUN);

        append(batch);

        assertThat(run(RUN)).isEqualTo(before);
        assertThat(store.metrics()
                        .find(RUN, "m7")
                        .orElseThrow()
                        .columns()
                        .getFirst()
                        .count())
                .isEqualTo(4);
    }

    private static RunRecord[] steps(int from, int to, double factor) {
        return IntStream.range(from, to)
                .mapToObj(step -> at(1_000 + step, step, step * factor))
                .toArray(RunRecord[]::new);
    }

    private List<Optional<Cell>> losses() {
        return List.copyOf(store.metrics()
                .points(RUN, "loss", Optional.empty(), 100_000, Optional.empty())
                .columns()
                .getOrDefault("", Cells.of(List.of())));
    }

    private static List<Optional<Cell>> cells(int count, double factor) {
        return IntStream.range(0, count)
                .mapToObj(step -> Optional.of(Cell.of(step * factor)))
                .toList();
    }

    @Test
    void whatIsSentAgainIsFoundHoweverOftenItWasPackedMeanwhile() {
        createRun(RUN);
        append(steps(0, 600, 0.5));
        for (int sent = 600; sent < 3_000; sent += 600) {
            store.metrics().seal(RUN);
            append(steps(0, sent, 0.5));
            append(steps(sent - 300, sent + 600, 0.5));
            append(steps(0, sent + 600, 0.5));
        }

        assertThat(losses()).isEqualTo(cells(3_000, 0.5));
        append(steps(1_000, 1_002, 0.25));
        assertThat(losses()).hasSize(3_002);
    }

    @Test
    void whatAPurgedRunHadIsNewToTheNextOfItsName() {
        for (double factor : new double[] {0.5, 0.25}) {
            createRun(RUN);
            append(steps(0, 900, factor));
            store.metrics().seal(RUN);
            append(steps(0, 900, factor));
            assertThat(losses()).isEqualTo(cells(900, factor));
            direct(RUN, status(RunStatus.Completed, START));
            store.purges().purge(RUN);
            while (!store.purges().removeSome().done()) {
                // the next slice
            }
        }
    }

    @Test
    void pointsOfARequestThatWasUndoneAreNew() {
        createRun(RUN);
        append(at(5, 5, 1));
        append(at(4, 4, 1));
        RunRecord refused =
                rows("loss", MetricKind.TABLE, 9, OptionalDouble.empty(), Map.of("", List.of(Cell.of(1), Cell.of(2))));
        assertThatThrownBy(() -> append(at(3, 3, 1), at(9, 9, 1), refused)).isInstanceOf(RunloreException.class);

        append(at(2, 2, 0));
        append(at(3, 3, 1), at(9, 9, 1), at(2, 2, 0));

        assertThat(losses())
                .isEqualTo(Stream.of(1.0, 1.0, 0.0, 1.0, 1.0)
                        .map(value -> Optional.of(Cell.of(value)))
                        .toList());
    }

    @Test
    void anArchivedRunTakesNothing() {
        createRun(RUN);
        direct(RUN, new RunRecord.Archive(true));
        Run before = run(RUN);

        assertThatThrownBy(() -> append(at(1, 1, 1))).isInstanceOf(ArchivedRunException.class);
        assertThatThrownBy(() -> append(new RunRecord.Tag("a", Optional.of("b"))))
                .isInstanceOf(ArchivedRunException.class);
        assertThatThrownBy(this::append).isInstanceOf(ArchivedRunException.class);
        assertThat(run(RUN)).isEqualTo(before);

        direct(RUN, new RunRecord.Archive(false));
        append(at(1, 1, 1));
        assertThat(latest()).hasSize(1);
    }

    @Test
    void aParameterKeepsItsValueAndTextIsTheSameAsANumber() {
        createRun(RUN);
        direct(RUN, new RunRecord.Parameter("rate", Cell.of(0.1)), new RunRecord.Parameter("name", Cell.of("a")));

        append(new RunRecord.Parameter("rate", Cell.of("0.1")), new RunRecord.Parameter("name", Cell.of("a")));
        assertThatThrownBy(() -> append(
                        new RunRecord.Parameter("new", Cell.of("1")), new RunRecord.Parameter("rate", Cell.of("0.10"))))
                .isInstanceOfSatisfying(WrittenOnceException.class, refused -> {
                    assertThat(refused.key()).isEqualTo("rate");
                    assertThat(refused.stored()).isEqualTo("0.1");
                });
        assertThatThrownBy(() -> direct(RUN, new RunRecord.Parameter("rate", Cell.of(1L))))
                .isInstanceOf(WrittenOnceException.class);
        assertThat(run(RUN).params()).isEqualTo(Map.of("rate", Cell.of(0.1), "name", Cell.of("a")));
    }

    @Test
    void aRunThatIsNotThereIsNotMade() {
        assertThatThrownBy(this::append).isInstanceOf(RunloreException.class).hasMessageContaining("is not there");
        assertThat(store.runs().find(RUN)).isEmpty();
    }

    private static RunRecord.Overrule overrule(RunStatus to) {
        return new RunRecord.Overrule(Optional.of(to), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(RunStatus.class)
    void anyStatusFollowsAnEndWhenItIsOverruled(RunStatus to) {
        createRun(RUN);
        direct(RUN, status(RunStatus.Canceled, EARLY));
        clock.advance(Duration.ofSeconds(5));

        append(overrule(to));

        reopen();
        assertThat(run(RUN).status()).isEqualTo(to);
        assertThat(run(RUN).ended()).isEqualTo(to.isTerminal() ? Optional.of(START) : Optional.empty());
        assertThat(run(RUN).started()).contains(START);
    }

    @Test
    void anEndIsTheOneThatIsToldElseTheServersTime() {
        createRun(RUN);
        clock.advance(Duration.ofSeconds(5));
        append(overrule(RunStatus.Completed));
        assertThat(run(RUN).ended()).contains(START.plusSeconds(5));

        append(new RunRecord.Overrule(Optional.empty(), Optional.of(EARLY)));
        assertThat(run(RUN).ended()).contains(EARLY);
        assertThat(run(RUN).status()).isEqualTo(RunStatus.Completed);

        append(new RunRecord.Overrule(Optional.of(RunStatus.Failed), Optional.of(START)));
        assertThat(run(RUN).ended()).contains(START);

        long revision = run(RUN).revision();
        append(new RunRecord.Overrule(Optional.of(RunStatus.Failed), Optional.of(START)));
        assertThat(run(RUN).revision()).isEqualTo(revision);

        append(new RunRecord.Overrule(Optional.of(RunStatus.Running), Optional.of(EARLY)));
        assertThat(run(RUN).ended()).isEmpty();
    }

    @Test
    void anErrorGoesWithItsStatus() {
        createRun(RUN);
        var error = new dev.runlore.domain.RunError("UserError", "why", Optional.empty(), Optional.empty());
        direct(RUN, new RunRecord.Status(RunStatus.Failed, Optional.empty(), Optional.of(error)));

        append(overrule(RunStatus.Failed));
        assertThat(run(RUN).error()).contains(error);
        append(overrule(RunStatus.Completed));
        assertThat(run(RUN).error()).isEmpty();
    }

    @Test
    void aParentCanBeSetLaterAndNeedNotBeThere() {
        RunId parent = new RunId("parent");
        createRun(RUN);
        append(new RunRecord.Parent(Optional.of(parent)));
        assertThat(run(RUN).parent()).contains(parent);

        createRun(parent);
        assertThat(run(parent).children()).isEqualTo(1);
        assertThat(store.runs().children(parent, 10, Optional.empty()).items())
                .extracting(Run::id)
                .containsExactly(RUN);

        append(new RunRecord.Parent(Optional.empty()));
        reopen();
        assertThat(run(RUN).parent()).isEmpty();
        assertThat(run(parent).children()).isZero();
    }
}
