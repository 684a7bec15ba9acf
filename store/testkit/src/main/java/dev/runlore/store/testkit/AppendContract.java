// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Appended;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Rejection;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.domain.WriterState;
import dev.runlore.store.RecordGapException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a numbered writer sends is stored exactly once, in whatever pieces and however often it comes. */
public abstract class AppendContract extends StoreContract {
    private static final WriterId WRITER = writer(1);

    private static RunRecord.Create createBy(String host) {
        return new RunRecord.Create(draft(RUN), new WriterFacts(Optional.of(host), Optional.of(4711L), Optional.of(2)));
    }

    private List<Cell> losses() {
        return cells(RUN, "loss");
    }

    private List<Cell> cells(RunId run, String metric) {
        return store
                .metrics()
                .points(run, metric, Optional.empty(), 100_000, Optional.empty())
                .columns()
                .getOrDefault("", Cells.of(List.of()))
                .stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    @Test
    void theFirstRecordMakesTheRun() {
        Appended appended = send(WRITER, 0, createBy("node-7"), value("loss", Cell.of(0.5)));

        assertThat(appended).isEqualTo(new Appended(true, 2, 1, RunStatus.Running, List.of()));
        WriterFacts facts = new WriterFacts(Optional.of("node-7"), Optional.of(4711L), Optional.of(2));
        reopen();
        assertThat(run(RUN).writers()).containsExactly(new WriterState(WRITER, facts, 2, List.of(), 0));
        assertThat(losses()).isEqualTo(doubles(0.5));
    }

    @Test
    void aSecondWriterFindsTheRunAndKeepsItsFacts() {
        send(WRITER, 0, createBy("node-1"));
        Appended second = send(writer(2), 0, createBy("node-2"), value("loss", Cell.of(1.0)));

        assertThat(second.created()).isFalse();
        assertThat(run(RUN).writers())
                .extracting(state -> state.facts().host().orElseThrow())
                .containsExactly("node-1", "node-2");
    }

    @Test
    void aResentRequestIsStoredOnce() {
        send(WRITER, 0, createBy("a"), value("loss", Cell.of(1.0)));
        long revision = run(RUN).revision();

        Appended again = send(WRITER, 0, createBy("a"), value("loss", Cell.of(1.0)));

        assertThat(again).isEqualTo(new Appended(false, 2, revision, RunStatus.Running, List.of()));
        assertThat(losses()).isEqualTo(doubles(1.0));
    }

    @Test
    void theStoredPrefixOfARequestIsSkipped() {
        send(WRITER, 0, createBy("a"), value("loss", Cell.of(1.0)), value("loss", Cell.of(2.0)));

        Appended appended =
                send(WRITER, 1, value("loss", Cell.of(1.0)), value("loss", Cell.of(2.0)), value("loss", Cell.of(3.0)));

        assertThat(appended.nextRecord()).isEqualTo(4);
        assertThat(losses()).isEqualTo(doubles(1, 2, 3));
    }

    @Test
    void anOldShortRequestDoesNotTakeTheWriterBack() {
        send(WRITER, 0, createBy("a"), value("loss", Cell.of(1.0)), value("loss", Cell.of(2.0)));

        assertThat(send(WRITER, 0, createBy("a")).nextRecord()).isEqualTo(3);
        assertThat(run(RUN).writers().getFirst().nextRecord()).isEqualTo(3);
    }

    @Test
    void aRequestAboveTheNextRecordIsRefused() {
        send(WRITER, 0, createBy("a"));

        assertThatThrownBy(() -> send(WRITER, 2, value("loss", Cell.of(1.0))))
                .isInstanceOfSatisfying(
                        RecordGapException.class,
                        gap -> assertThat(gap.nextRecord()).isEqualTo(1));
        assertThatThrownBy(() -> send(writer(9), 5, value("loss", Cell.of(1.0))))
                .isInstanceOfSatisfying(
                        RecordGapException.class,
                        gap -> assertThat(gap.nextRecord()).isEqualTo(0));
        assertThat(store.metrics().find(RUN, "loss")).isEmpty();
    }

    @Test
    void aGapThatTheWriterOwnsUpToIsKept() {
        send(WRITER, 0, createBy("a"));
        Appended appended =
                store.runs().append(RUN, new Writer.Numbered(WRITER, 10, true), List.of(value("loss", Cell.of(1.0))));
        store.runs().append(RUN, new Writer.Numbered(WRITER, 11, true), List.of(value("loss", Cell.of(2.0))));
        store.runs().append(RUN, new Writer.Numbered(WRITER, 20, true), List.of());

        assertThat(appended.nextRecord()).isEqualTo(11);
        reopen();
        WriterState state = run(RUN).writers().getFirst();
        assertThat(state.nextRecord()).isEqualTo(20);
        assertThat(state.gaps()).containsExactly(new WriterState.Gap(1, 10), new WriterState.Gap(12, 20));
        assertThat(losses()).isEqualTo(doubles(1, 2));
    }

    @Test
    void recordsOfARunThatNobodyMadeAreNotFound() {
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> send(WRITER, 0, value("loss", Cell.of(1.0))));
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> send(WRITER, 3, value("loss", Cell.of(1.0))));
    }

    @Test
    void aChildThatComesBeforeItsParentIsToBeSentAgain() {
        RunDraft draft = draft(RUN);
        RunDraft child = new RunDraft(
                RUN,
                "iris",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RunId("late")),
                draft.status(),
                Optional.empty(),
                List.of(),
                "local",
                ANNA,
                Optional.empty(),
                false,
                Optional.empty(),
                draft.tags(),
                Map.of(),
                Map.of(),
                Optional.empty());

        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> send(WRITER, 0, create(child)));
        createRun(new RunId("late"));
        assertThat(send(WRITER, 0, create(child)).created()).isTrue();
    }

    @Test
    void recordNumbersThatEndBeyondInt64AreRefused() {
        send(WRITER, 0, createBy("a"));

        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> store.runs()
                        .append(
                                RUN,
                                new Writer.Numbered(WRITER, Long.MAX_VALUE, true),
                                List.of(value("loss", Cell.of(1.0)))));
    }

    @Test
    void aBadRecordTakesItsNumberAndLetsTheOthersPass() {
        Rejection unreadable = new Rejection(4, Optional.empty(), ErrorCode.INVALID_ARGUMENT, "line 4 is not JSON");
        Map<String, Cell> several = new LinkedHashMap<>();
        several.put("loss", Cell.of(2.0));
        several.put("table", Cell.of(3.0));
        several.put("acc", Cell.of(0.5));

        Appended appended = send(
                WRITER,
                0,
                createBy("a"),
                value("loss", Cell.of(1.0)),
                rows("table", MetricKind.TABLE, 5, OptionalDouble.empty(), columns("x", doubles(1))),
                rows("loss", MetricKind.LIST, 5, OptionalDouble.empty(), columns("", doubles(7, 8))),
                new RunRecord.Unreadable(unreadable),
                new RunRecord.Values(6, OptionalDouble.empty(), several),
                status(RunStatus.Preparing),
                value("loss", Cell.of(4.0)));

        assertThat(appended.nextRecord()).isEqualTo(8);
        assertThat(appended.rejected()).extracting(Rejection::n).containsExactly(3L, 4L, 5L, 6L);
        assertThat(appended.rejected())
                .extracting(Rejection::code)
                .containsExactly(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.WRONG_STATE);
        assertThat(appended.rejected().get(1)).isEqualTo(unreadable);
        assertThat(appended.rejected().get(2).metric()).contains("table");
        assertThat(losses()).isEqualTo(doubles(1, 2, 4));
        assertThat(cells(RUN, "acc")).isEqualTo(doubles(0.5));
        Run run = run(RUN);
        assertThat(run.warnings()).hasSize(4);
        assertThat(run.warnings().get(1).text()).isEqualTo("record 4 was refused: line 4 is not JSON");
        assertThat(run.status()).isEqualTo(RunStatus.Running);
    }

    @Test
    void manyBadRecordsLeaveTheLatestHundredWarnings() {
        List<RunRecord> records = new ArrayList<>();
        records.add(createBy("a"));
        for (int n = 1; n <= 250; n++) {
            records.add(
                    new RunRecord.Unreadable(new Rejection(n, Optional.empty(), ErrorCode.INVALID_ARGUMENT, "bad")));
        }

        Appended appended = store.runs().append(RUN, new Writer.Numbered(WRITER, 0, false), records);

        assertThat(appended.rejected()).hasSize(250);
        assertThat(run(RUN).warnings()).hasSize(100);
        assertThat(run(RUN).warnings().getLast().text()).startsWith("record 250 ");
    }

    @Test
    void partsOfOneRecordStandForThemselves() {
        Rejection unread = new Rejection(1, Optional.of("bad"), ErrorCode.INVALID_ARGUMENT, "not a cell");
        send(
                WRITER,
                0,
                createBy("a"),
                new RunRecord.Values(5, OptionalDouble.empty(), Map.of("good", Cell.of(1L)), List.of(unread)));
        Appended appended = send(
                WRITER,
                2,
                new RunRecord.Property("p", "1"),
                new RunRecord.Several(List.of(
                        new RunRecord.Property("q", "1"),
                        new RunRecord.Property("p", "2"),
                        new RunRecord.Property("r", "1"))));

        assertThat(appended.rejected()).hasSize(1);
        assertThat(appended.rejected().getFirst().n()).isEqualTo(3);
        assertThat(appended.rejected().getFirst().metric()).contains("p");
        assertThat(run(RUN).properties()).isEqualTo(Map.of("p", "1", "q", "1", "r", "1"));
        assertThat(cells(RUN, "good")).containsExactly(Cell.of(1L));
        assertThat(run(RUN).warnings())
                .extracting(Run.RunWarning::text)
                .first()
                .isEqualTo("record 1, 'bad', was refused: not a cell");
        RunStoreContract.assertCode(
                ErrorCode.ALREADY_EXISTS,
                () -> direct(
                        RUN,
                        new RunRecord.Several(
                                List.of(new RunRecord.Property("s", "1"), new RunRecord.Property("p", "3")))));
        assertThat(run(RUN).properties()).doesNotContainKey("s");
    }

    @Test
    void droppedRecordsAreCounted() {
        send(WRITER, 0, createBy("a"), new RunRecord.Dropped(5), new RunRecord.Dropped(7));
        Appended appended = send(
                WRITER, 3, new RunRecord.Dropped(-1), new RunRecord.Dropped(Long.MAX_VALUE), new RunRecord.Dropped(1));

        assertThat(appended.rejected()).extracting(Rejection::n).containsExactly(3L);
        assertThat(run(RUN).writers().getFirst().dropped()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void artifactsAreListedInTheOrderInWhichTheirPathsCame() {
        createRun(RUN);
        Sha256 one = Sha256.of("one".getBytes(StandardCharsets.UTF_8));
        Sha256 two = Sha256.of("two".getBytes(StandardCharsets.UTF_8));
        direct(RUN, artifact("outputs/z.txt", one), artifact("outputs/a.txt", one), artifact("outputs2/b", one));
        direct(RUN, artifact("outputs/z.txt", two), artifact("outputs", one));

        assertThat(paths(Optional.empty())).containsExactly("outputs/z.txt", "outputs/a.txt", "outputs2/b", "outputs");
        assertThat(paths(Optional.of("outputs"))).containsExactly("outputs/z.txt", "outputs/a.txt", "outputs");
        assertThat(paths(Optional.of("outputs/"))).containsExactly("outputs/z.txt", "outputs/a.txt");
        assertThat(store.runs()
                        .findArtifact(RUN, new ArtifactPath("outputs/z.txt"))
                        .orElseThrow()
                        .blob())
                .contains(two);
        assertThat(store.runs().artifactPaths(List.of(RUN, new RunId("nobody"))))
                .isEqualTo(Map.of(
                        RUN,
                        List.of(
                                new ArtifactPath("outputs/z.txt"),
                                new ArtifactPath("outputs/a.txt"),
                                new ArtifactPath("outputs2/b"),
                                new ArtifactPath("outputs")),
                        new RunId("nobody"),
                        List.of()));

        direct(RUN, new RunRecord.DeleteArtifact(new ArtifactPath("outputs/z.txt")));
        direct(RUN, artifact("outputs/z.txt", one));
        assertThat(paths(Optional.empty())).containsExactly("outputs/a.txt", "outputs2/b", "outputs", "outputs/z.txt");
    }

    private static RunRecord.PutArtifact artifact(String path, Sha256 blob) {
        return new RunRecord.PutArtifact(new ArtifactPath(path), Optional.of(blob), 3);
    }

    private List<String> paths(Optional<String> prefix) {
        List<String> paths = new ArrayList<>();
        var page = store.runs().artifacts(RUN, prefix, 2, Optional.empty());
        page.items().forEach(artifact -> paths.add(artifact.path().value()));
        while (page.next().isPresent()) {
            page = store.runs().artifacts(RUN, prefix, 2, page.next());
            page.items().forEach(artifact -> paths.add(artifact.path().value()));
        }
        return paths;
    }

    @Test
    void piecesOfAnySizeInAnyRepetitionComeToTheSame() {
        Random random = new Random(42);
        List<RunRecord> records = new ArrayList<>(List.of(createBy("a")));
        IntStream.range(0, 300).forEach(i -> records.add(value("loss", Cell.of((double) i))));
        long next = 0;
        while (next < records.size()) {
            int first = (int) Math.max(0, next - random.nextInt(20));
            int end = Math.min(records.size(), first + 1 + random.nextInt(30));
            next = store.runs()
                    .append(RUN, new Writer.Numbered(WRITER, first, false), records.subList(first, end))
                    .nextRecord();
            if (random.nextInt(20) == 0) {
                reopen();
            }
        }

        assertThat(losses())
                .isEqualTo(DoubleStream.iterate(0, v -> v + 1)
                        .limit(300)
                        .mapToObj(Cell::of)
                        .toList());
    }

    @Test
    void manyWritersOnManyRunsLoseNothing() throws Exception {
        int writers = 12;
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < writers; w++) {
                RunId run = new RunId("run-" + w % 3);
                WriterId writer = writer(w);
                int base = w * 1_000;
                done.add(threads.submit(() -> {
                    long next = store.runs()
                            .append(run, new Writer.Numbered(writer, 0, false), List.of(create(draft(run))))
                            .nextRecord();
                    for (int i = 0; i < 100; i++) {
                        next = store.runs()
                                .append(
                                        run,
                                        new Writer.Numbered(writer, next, false),
                                        List.of(value("loss", Cell.of((long) base + i))))
                                .nextRecord();
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        for (int r = 0; r < 3; r++) {
            RunId run = new RunId("run-" + r);
            List<Cell> stored = cells(run, "loss");
            List<Cell> expected = new ArrayList<>();
            for (int w = r; w < writers; w += 3) {
                for (int i = 0; i < 100; i++) {
                    expected.add(Cell.of(w * 1_000L + i));
                }
            }
            assertThat(stored).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(inOrderOfEachWriter(stored)).isTrue();
            assertThat(run(run).writers()).hasSize(4).allMatch(state -> state.nextRecord() == 101);
        }
        assertThat(IntStream.range(0, 3)
                        .mapToObj(r -> run(new RunId("run-" + r)).number()))
                .containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    private static boolean inOrderOfEachWriter(List<Cell> stored) {
        Map<Long, Long> last = new LinkedHashMap<>();
        for (Cell cell : stored) {
            long value = ((Cell.Int64) cell).value();
            Long before = last.put(value / 1_000, value);
            if (before != null && before > value) {
                return false;
            }
        }
        return !Collections.emptyList().equals(stored);
    }

    @Test
    void aClosedStoreAnswersThatItIsUnavailable() {
        createRun(RUN);
        store.close();

        RunStoreContract.assertCode(ErrorCode.UNAVAILABLE, () -> direct(RUN, value("loss", Cell.of(1.0))));
        RunStoreContract.assertCode(ErrorCode.UNAVAILABLE, () -> run(RUN));
        store = open(folder, clock);
        assertThat(run(RUN).status()).isEqualTo(RunStatus.Running);
    }
}
