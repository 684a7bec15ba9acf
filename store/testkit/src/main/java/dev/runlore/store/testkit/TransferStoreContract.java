// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Dataset;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Metric;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.UsedDataset;
import dev.runlore.domain.WholeRun;
import dev.runlore.domain.Writer;
import dev.runlore.store.MetricStore;
import dev.runlore.store.RecordGapException;
import dev.runlore.store.Store;
import dev.runlore.store.TransferStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs from one store into another: they come back equal, appear at once, and an import that broke off goes on. */
public abstract class TransferStoreContract extends StoreContract {
    private static final Sha256 CONTENT = Sha256.of("all records".getBytes(StandardCharsets.UTF_8));
    private static final Sha256 OTHER_CONTENT = Sha256.of("others".getBytes(StandardCharsets.UTF_8));
    private static final long MILLION = 1_000_000;

    @TempDir
    private Path second;

    private Store target;

    @BeforeEach
    void openTarget() throws IOException {
        target = open(Files.createDirectory(second.resolve("target")), clock);
        clock.advance(Duration.ofHours(1));
    }

    @AfterEach
    void closeTarget() {
        target.close();
    }

    /** A run that has something of everything. */
    private WholeRun fill() {
        direct(RUN, create(draft(RUN)));
        send(
                writer(1),
                0,
                point("loss", 1, Cell.of(0.5)),
                point("loss", -0.0, Cell.of(Double.NaN)),
                point("loss", 0.5, Cell.of(Double.NEGATIVE_INFINITY)),
                value("loss", Cell.of(-0.0)),
                rows(
                        "table",
                        MetricKind.TABLE,
                        5,
                        OptionalDouble.empty(),
                        columns("b", List.of(Cell.of(1), Cell.NONE), "a", List.of(Cell.of("é"), Cell.of("")))),
                rows("table", MetricKind.TABLE, 6, OptionalDouble.of(1), columns("c", List.of(Cell.of(true)))),
                rows("picture", MetricKind.IMAGE, 7, OptionalDouble.empty(), columns("", List.of(Cell.of("a/b.png")))));
        send(
                writer(2),
                0,
                value("深".repeat(250), Cell.of(Long.MIN_VALUE)),
                point("loss", 0x1p53, Cell.of((1L << 53) + 1)),
                rows(
                        "list",
                        MetricKind.LIST,
                        8,
                        OptionalDouble.empty(),
                        columns("", List.of(Cell.of(Long.MAX_VALUE), Cell.of("NaN"), Cell.NONE))));
        clock.advance(Duration.ofMillis(3));
        direct(
                RUN,
                new RunRecord.Tag("t", Optional.empty()),
                new RunRecord.Tag("s", Optional.of("x")),
                new RunRecord.Untag("t"),
                new RunRecord.Tag("t", Optional.of("")),
                new RunRecord.Property("p", "v"),
                new RunRecord.Parameter("lr", Cell.of(0.1)),
                new RunRecord.Warning("careful"),
                new RunRecord.UseDataset(new UsedDataset(
                        new Dataset("flowers", "d1", "local", "{}", Optional.of("columns"), Optional.empty()),
                        Optional.of("train"),
                        Map.of("of", "spring"))),
                new RunRecord.PutArtifact(new ArtifactPath("out/m.pkl"), Optional.of(CONTENT), 11),
                new RunRecord.PutArtifact(new ArtifactPath("gone"), Optional.empty(), 0),
                new RunRecord.Rename("a name"),
                new RunRecord.Status(
                        RunStatus.Failed,
                        Optional.of(START.plusSeconds(9)),
                        Optional.of(new RunError("UserError", "boom", Optional.of("ValueError"), Optional.empty()))));
        return whole(store, RUN);
    }

    private static WholeRun whole(Store store, RunId run) {
        return store.transfers().find(run).orElseThrow();
    }

    private static List<RunPart> parts(Store store, RunId run) {
        List<RunPart> parts = new ArrayList<>();
        Optional<TransferStore.PointPlace> from = Optional.of(TransferStore.PointPlace.START);
        while (from.isPresent()) {
            TransferStore.PointSlice slice = store.transfers().points(run, from.get());
            parts.addAll(slice.points());
            from = slice.next();
        }
        files(store, run).forEach(file -> parts.add(new RunPart.File(file)));
        store.runs()
                .datasets(List.of(run))
                .getOrDefault(run, List.of())
                .forEach(used -> parts.add(new RunPart.Input(used)));
        return parts;
    }

    private static List<Artifact> files(Store store, RunId run) {
        return store.runs()
                .artifacts(run, Optional.empty(), 1_000, Optional.empty())
                .items();
    }

    /** Points as lists, which compare by value. */
    private static List<Object> shown(List<RunPart> parts) {
        List<Object> shown = new ArrayList<>();
        for (RunPart part : parts) {
            if (part instanceof RunPart.Points points) {
                shown.addAll(List.of(
                        points.metric(),
                        points.kind(),
                        Arrays.stream(points.times()).boxed().toList(),
                        Arrays.stream(points.steps()).boxed().toList(),
                        List.copyOf(points.columns().entrySet())));
            } else {
                shown.add(part);
            }
        }
        return shown;
    }

    private void bring(WholeRun run, List<RunPart> parts) {
        assertThat(target.transfers().begin(run, CONTENT)).isZero();
        target.transfers().append(run.id(), CONTENT, 0, parts);
        target.transfers().finish(run, CONTENT, parts.size());
    }

    /** Pages as lists, which compare by value. */
    private static Map<String, List<Object>> pages(Store store) {
        Map<String, List<Object>> pages = new LinkedHashMap<>();
        for (Metric metric : metrics(store)) {
            MetricStore.PointPage page =
                    store.metrics().points(RUN, metric.name(), Optional.empty(), 100_000, Optional.empty());
            pages.put(
                    metric.name(),
                    List.of(
                            Arrays.stream(page.times()).boxed().toList(),
                            Arrays.stream(page.steps()).boxed().toList(),
                            page.columns()));
        }
        return pages;
    }

    private static List<Metric> metrics(Store store) {
        return store.metrics().list(RUN, 1_000, Optional.empty()).items();
    }

    private void assertSameRun() {
        assertThat(whole(target, RUN)).isEqualTo(whole(store, RUN));
        assertThat(whole(target, RUN).draft().tags().values().keySet())
                .containsExactlyElementsOf(
                        whole(store, RUN).draft().tags().values().keySet());
        assertThat(shown(parts(target, RUN))).isEqualTo(shown(parts(store, RUN)));
        assertThat(metrics(target)).isEqualTo(metrics(store));
        assertThat(files(target, RUN)).isEqualTo(files(store, RUN));
        assertThat(pages(target)).isEqualTo(pages(store));
    }

    @Test
    void aRunThatIsBroughtInIsTheSameInEverything() {
        WholeRun run = fill();

        bring(run, parts(store, RUN));

        assertSameRun();
        Run brought = target.runs().find(RUN).orElseThrow();
        assertThat(brought.number()).isEqualTo(run(RUN).number());
        assertThat(brought.experiment().uuid()).isEqualTo(run(RUN).experiment().uuid());
        assertThat(brought.revision()).isEqualTo(run(RUN).revision());
        assertThat(target.metrics().names(Optional.of("iris"), Optional.empty(), 99, Optional.empty()))
                .isEqualTo(store.metrics().names(Optional.of("iris"), Optional.empty(), 99, Optional.empty()));
    }

    private static RunPart.Points losses(long[] times, double[] steps, double... values) {
        List<Optional<Cell>> cells = Arrays.stream(values)
                .mapToObj(value -> Optional.of(Cell.of(value)))
                .toList();
        return new RunPart.Points("loss", MetricKind.SCALAR, times, steps, Map.of("", cells));
    }

    private static RunPart.Last last(Cell cell) {
        return new RunPart.Last("loss", MetricKind.SCALAR, Map.of("", cell));
    }

    @Test
    void theLastOfPointsOfOneStepAndTimeIsTheOneThatIsTold() {
        fill();
        WholeRun run = whole(store, RUN);
        RunPart.Points points = losses(new long[] {5, 5, 5, 4}, new double[] {1, 1, 1, 1}, 3, 9, 2, 7);

        bring(run, List.of(points, last(Cell.of(9.0))));

        Metric metric = metrics(target).getFirst();
        assertThat(metric.columns().getFirst().last()).isEqualTo(Cell.of(9.0));
        assertThat(metric.columns().getFirst().lastTime()).isEqualTo(5);
        assertThat(metric.columns().getFirst().count()).isEqualTo(4);
    }

    @Test
    void whatNoPointCanBeIsNotTheLast() {
        fill();
        WholeRun run = whole(store, RUN);
        RunPart.Points stepped = losses(new long[] {5, 5}, new double[] {1, 1}, 3, 9);
        RunPart.Points unstepped = losses(new long[] {5, 5}, new double[] {Double.NaN, Double.NaN}, 3, 9);
        target.transfers().begin(run, CONTENT);

        for (List<RunPart> parts : List.<List<RunPart>>of(
                List.of(stepped, last(Cell.of(9.5))),
                List.of(stepped, last(Cell.of(Double.NaN))),
                List.of(stepped, last(Cell.of("text"))),
                List.of(unstepped, last(Cell.of(3.0))),
                List.of(last(Cell.of(3.0))))) {
            assertThatThrownBy(() -> target.transfers().append(RUN, CONTENT, 0, parts))
                    .hasMessage(
                            "last value of metric 'loss' must be one of its points' but is not; export the run again");
        }
    }

    @Test
    void randomRunsAreTheSameHoweverTheRequestsAreCut() {
        Random random = new Random(42);
        for (int seed = 0; seed < 20; seed++) {
            RandomRuns.Draft draft = new RandomRuns(seed).draft(seed);
            direct(draft.id(), draft.records());
            for (int request = 0; request < 5; request++) {
                direct(draft.id(), some(random));
            }
            WholeRun run = whole(store, draft.id());
            List<RunPart> parts = parts(store, draft.id());

            target.transfers().begin(run, CONTENT);
            for (int from = 0; from < parts.size(); ) {
                int to = Math.min(parts.size(), from + 1 + random.nextInt(4));
                assertThat(target.transfers().append(run.id(), CONTENT, from, parts.subList(from, to)))
                        .isEqualTo(to);
                from = to;
            }
            target.transfers().finish(run, CONTENT, parts.size());

            assertThat(whole(target, draft.id()).differences(run)).isEmpty();
            assertThat(shown(parts(target, draft.id()))).isEqualTo(shown(parts));
            assertThat(target.metrics().list(draft.id(), 99, Optional.empty()))
                    .isEqualTo(store.metrics().list(draft.id(), 99, Optional.empty()));
        }
    }

    private static RunRecord[] some(Random random) {
        List<String> names = List.of("x", "y", "z", "w");
        return random.ints(1 + random.nextInt(9), 0, names.size())
                .mapToObj(name -> point("of " + names.get(name), random.nextInt(5), Cell.of(random.nextGaussian())))
                .toArray(RunRecord[]::new);
    }

    @Test
    void manyPointsComeInSlices() {
        createRun(RUN);
        int requests = 300;
        for (int request = 0; request < requests; request++) {
            RunRecord[] points = new RunRecord[500];
            for (int i = 0; i < points.length; i++) {
                points[i] = point("m" + i % 3, request * 500 + i, Cell.of(i * 0.1));
            }
            direct(RUN, points);
        }
        direct(RUN, status(RunStatus.Completed));

        TransferStore.PointSlice first = store.transfers().points(RUN, TransferStore.PointPlace.START);
        assertThat(first.points()).hasSize(1);
        assertThat(first.points().getFirst().rows()).isLessThan(requests * 167);
        bring(whole(store, RUN), parts(store, RUN));

        assertSameRun();
        assertThat(target.metrics()
                        .find(RUN, "m0")
                        .orElseThrow()
                        .columns()
                        .getFirst()
                        .count())
                .isEqualTo(requests * 167L);
    }

    @Test
    void nobodySeesARunBeforeItIsWhole() {
        WholeRun run = fill();
        List<RunPart> parts = parts(store, RUN);

        target.transfers().begin(run, CONTENT);
        target.transfers().append(RUN, CONTENT, 0, parts);

        assertThat(target.runs().find(RUN)).isEmpty();
        assertThat(target.transfers().find(RUN)).isEmpty();
        assertThat(target.experiments().findByName("iris").orElseThrow().runs()).isZero();
        assertThat(target.metrics().find(RUN, "loss")).isEmpty();
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND,
                () -> target.runs().append(RUN, Writer.DIRECT, List.of(new RunRecord.Rename("early"))));
        assertThatThrownBy(() -> target.transfers().finish(run, CONTENT, parts.size() + 1))
                .isInstanceOf(RecordGapException.class)
                .hasMessageContaining("record " + parts.size());
        assertThat(target.runs().find(RUN)).isEmpty();
    }

    @Test
    void anImportThatBrokeOffGoesOnWhereItWasAlsoInTheNextProcess() {
        WholeRun run = fill();
        List<RunPart> parts = parts(store, RUN);
        target.transfers().begin(run, CONTENT);
        target.transfers().append(RUN, CONTENT, 0, parts.subList(0, 4));
        target.close();
        target = open(second.resolve("target"), clock);

        assertThat(target.transfers().begin(run, CONTENT)).isEqualTo(4);
        assertThatThrownBy(() -> target.transfers().append(RUN, CONTENT, 5, parts.subList(5, 6)))
                .isInstanceOf(RecordGapException.class);
        assertThat(target.transfers().append(RUN, CONTENT, 2, parts.subList(2, parts.size())))
                .isEqualTo(parts.size());
        target.transfers().finish(run, CONTENT, parts.size());

        assertSameRun();
    }

    @Test
    void partsOfOtherContentAreDroppedAndTheirRowsPurged() {
        WholeRun run = fill();
        List<RunPart> parts = parts(store, RUN);
        target.transfers().begin(run, OTHER_CONTENT);
        target.transfers().append(RUN, OTHER_CONTENT, 0, parts);

        bring(run, parts);

        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> target.transfers().append(RUN, OTHER_CONTENT, 0, parts));
        while (!target.purges().removeSome().done()) {
            // the rows of the first try
        }
        assertSameRun();
    }

    @Test
    void anImportThatGetsNothingForLongIsGivenUp() {
        WholeRun run = fill();
        List<RunPart> parts = parts(store, RUN);
        target.transfers().begin(run, CONTENT);
        target.transfers().append(RUN, CONTENT, 0, parts);

        target.purges().dropImports(clock.instant());
        assertThat(target.transfers().begin(run, CONTENT)).isEqualTo(parts.size());
        clock.advance(Duration.ofSeconds(1));
        target.purges().dropImports(clock.instant());

        assertThat(target.purges().unreferenced(List.of(CONTENT))).isEmpty();
        while (!target.purges().removeSome().done()) {
            // all of its rows
        }
        assertThat(target.purges().unreferenced(List.of(CONTENT))).containsExactly(CONTENT);
        assertThat(target.transfers().begin(run, CONTENT)).isZero();
    }

    @Test
    void aPartThatDoesNotFitRefusesItsRequestAndLeavesTheRest() {
        WholeRun run = fill();
        List<RunPart> parts = parts(store, RUN);
        target.transfers().begin(run, CONTENT);
        target.transfers().append(RUN, CONTENT, 0, parts);
        RunPart again = parts.getLast();
        RunPart fresh = points("fresh", MetricKind.SCALAR);
        RunPart wrongKind = points("loss", MetricKind.LIST);

        for (RunPart bad : List.of(again, wrongKind)) {
            RunStoreContract.assertCode(
                    ErrorCode.INVALID_ARGUMENT,
                    () -> target.transfers().append(RUN, CONTENT, parts.size(), List.of(fresh, bad)));
        }

        target.transfers().finish(run, CONTENT, parts.size());
        assertSameRun();
    }

    private static RunPart.Points points(String metric, MetricKind kind) {
        return new RunPart.Points(
                metric, kind, new long[] {1}, new double[] {1}, Map.of("", List.of(Optional.of(Cell.of(1)))));
    }

    @Test
    void aNumberIsKeptWhenItIsFreeAndElseTheNextOneIsGiven() {
        WholeRun run = fill();
        assertThat(run.origin().number()).isEqualTo(1);
        target.runs().append(new RunId("a"), Writer.DIRECT, List.of(create(draft(new RunId("a")))));

        bring(run, List.of());

        assertThat(target.runs().find(RUN).orElseThrow().number()).isEqualTo(2);
        target.runs().append(new RunId("b"), Writer.DIRECT, List.of(create(draft(new RunId("b")))));
        assertThat(target.runs().find(new RunId("b")).orElseThrow().number()).isEqualTo(3);
        assertThat(whole(target, RUN).differences(run)).isEmpty();
    }

    @Test
    void aRunThatIsThereIsNeverTouched() {
        WholeRun run = fill();
        bring(run, parts(store, RUN));
        Run before = target.runs().find(RUN).orElseThrow();

        RunStoreContract.assertCode(
                ErrorCode.ALREADY_EXISTS, () -> target.transfers().begin(run, OTHER_CONTENT));
        RunStoreContract.assertCode(
                ErrorCode.ALREADY_EXISTS, () -> target.transfers().finish(run, CONTENT, 0));

        assertThat(target.runs().find(RUN)).contains(before);
    }

    @Test
    void aRunThatWasBroughtInGoesOnLikeAnyOther() {
        WholeRun run = fill();
        bring(run, parts(store, RUN));

        List<RunRecord> late = List.of(value("loss", Cell.of(7)));
        target.runs()
                .append(RUN, new Writer.Numbered(writer(1), 6, false), List.of(point("x", 1, Cell.of(1)), late.get(0)));
        store.runs()
                .append(RUN, new Writer.Numbered(writer(1), 6, false), List.of(point("x", 1, Cell.of(1)), late.get(0)));

        assertThat(metrics(target)).isEqualTo(metrics(store));
        assertThat(pages(target)).isEqualTo(pages(store));
        assertThat(target.runs().find(RUN).orElseThrow().writers().getFirst().nextRecord())
                .isEqualTo(8);
    }

    @Test
    void theKeyOfAnImportIsNobodyElses() {
        WholeRun run = fill();
        List<RunPart> parts = parts(store, RUN);
        target.transfers().begin(run, CONTENT);
        RunId other = new RunId("other");
        target.runs().append(other, Writer.DIRECT, List.of(create(draft(other)), value("loss", Cell.of(MILLION))));
        target.transfers().append(RUN, CONTENT, 0, parts);
        target.transfers().finish(run, CONTENT, parts.size());

        assertThat(shown(parts(target, RUN))).isEqualTo(shown(parts(store, RUN)));
        assertThat(target.metrics()
                        .find(other, "loss")
                        .orElseThrow()
                        .columns()
                        .getFirst()
                        .last())
                .isEqualTo(Cell.of(MILLION));
    }
}
