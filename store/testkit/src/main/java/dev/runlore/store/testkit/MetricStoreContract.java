// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Metric;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Summary;
import dev.runlore.store.MetricStore;
import dev.runlore.store.MetricStore.MetricName;
import dev.runlore.store.MetricStore.PointPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metrics: what was logged is read back as it went in, and the summaries say so. */
public abstract class MetricStoreContract extends StoreContract {
    private static final List<Cell> EVERY_KIND = List.of(
            Cell.of(Double.NaN),
            Cell.of(Double.POSITIVE_INFINITY),
            Cell.of(Double.NEGATIVE_INFINITY),
            Cell.of(-0.0),
            Cell.of(0.0),
            Cell.of(Double.MIN_VALUE),
            Cell.of(1e308),
            Cell.of((1L << 53) + 1),
            Cell.of(Long.MIN_VALUE),
            Cell.of(Long.MAX_VALUE),
            Cell.of(true),
            Cell.of(false),
            Cell.of(""),
            Cell.of("NaN"),
            Cell.of("18446744073709551616"),
            Cell.of("été 深度 😀\n\"'"),
            Cell.NONE);

    @BeforeEach
    void makeRun() {
        createRun(RUN);
    }

    private Summary summary(String metric) {
        return store.metrics().find(RUN, metric).orElseThrow().columns().getFirst();
    }

    private PointPage points(String metric) {
        return store.metrics().points(RUN, metric, Optional.empty(), 100_000, Optional.empty());
    }

    @Test
    void everyKindOfValueComesBackBitForBit() {
        for (Cell cell : EVERY_KIND) {
            direct(RUN, value("mixed", cell));
        }
        for (int i = 0; i < EVERY_KIND.size(); i++) {
            direct(RUN, value("alone " + i, EVERY_KIND.get(i)));
        }
        reopen();

        assertThat(points("mixed").columns().get(""))
                .isEqualTo(EVERY_KIND.stream().map(Optional::of).toList());
        assertThat(summary("mixed").type()).isEqualTo(ColumnType.MIXED);
        for (int i = 0; i < EVERY_KIND.size(); i++) {
            Cell cell = EVERY_KIND.get(i);
            assertThat(points("alone " + i).columns().get("")).containsExactly(Optional.of(cell));
            Summary summary = summary("alone " + i);
            assertThat(summary.first()).isEqualTo(cell);
            assertThat(summary.last()).isEqualTo(cell);
            assertThat(summary.type()).isEqualTo(cell.type());
            assertThat(store.metrics().lastValues(List.of(RUN)).get(RUN)).containsEntry("alone " + i, cell);
        }
    }

    @Test
    void aSummarySaysCountFirstLastMinAndMaxWithTheirSteps() {
        direct(RUN, point("loss", 1, Cell.of(0.5)), point("loss", 2, Cell.of(0.25)), point("loss", 3, Cell.of(2.0)));
        direct(RUN, point("loss", 4, Cell.of(0.25)), point("loss", 5, Cell.of(1.0)));

        assertThat(summary("loss"))
                .isEqualTo(new Summary(
                        "",
                        ColumnType.DOUBLE,
                        5,
                        0,
                        Cell.of(0.5),
                        OptionalDouble.of(1),
                        Cell.of(1.0),
                        OptionalDouble.of(5),
                        1_005,
                        OptionalDouble.of(0.25),
                        OptionalDouble.of(2),
                        OptionalDouble.of(2),
                        OptionalDouble.of(3)));
    }

    @Test
    void minAndMaxLeaveNaNTextAndNoneOut() {
        direct(
                RUN,
                value("x", Cell.of(Double.NaN)),
                value("x", Cell.of("9")),
                value("x", Cell.NONE),
                value("x", Cell.of(true)),
                value("x", Cell.of(-7L)));
        direct(RUN, value("nan", Cell.of(Double.NaN)));

        Summary x = summary("x");
        assertThat(x.count()).isEqualTo(5);
        assertThat(x.nan()).isEqualTo(1);
        assertThat(x.min()).hasValue(-7);
        assertThat(x.max()).hasValue(1);
        assertThat(summary("nan").min()).isEmpty();
        assertThat(summary("nan").nan()).isEqualTo(1);
    }

    @Test
    void aLatePointWithASmallerStepDoesNotBecomeLast() {
        direct(RUN, point("loss", 10, Cell.of(1.0)));
        direct(RUN, point("loss", 3, Cell.of(2.0)), value("loss", Cell.of(3.0)));

        assertThat(summary("loss").last()).isEqualTo(Cell.of(1.0));
        assertThat(summary("loss").lastTime()).isEqualTo(1_010);
        assertThat(summary("loss").first()).isEqualTo(Cell.of(1.0));
        assertThat(points("loss").columns().get(""))
                .containsExactly(Optional.of(Cell.of(1.0)), Optional.of(Cell.of(2.0)), Optional.of(Cell.of(3.0)));
    }

    @Test
    void tiesOfStepGoToTheLaterTimeAndThenTheLaterArrival() {
        direct(RUN, at(5, 100, 1), at(5, 90, 2));
        assertThat(summary("loss").last()).isEqualTo(Cell.of(1.0));
        direct(RUN, at(5, 100, 3));
        assertThat(summary("loss").last()).isEqualTo(Cell.of(3.0));
    }

    private static RunRecord at(double step, long time, double value) {
        return rows("loss", MetricKind.SCALAR, time, OptionalDouble.of(step), Map.of("", doubles(value)));
    }

    @Test
    void withoutStepsTheLatestArrivalIsLast() {
        direct(
                RUN,
                rows("loss", MetricKind.SCALAR, 100, OptionalDouble.empty(), Map.of("", doubles(1))),
                rows("loss", MetricKind.SCALAR, 90, OptionalDouble.empty(), Map.of("", doubles(2))));

        assertThat(summary("loss").last()).isEqualTo(Cell.of(2.0));
        assertThat(summary("loss").lastTime()).isEqualTo(90);
        assertThat(summary("loss").lastStep()).isEmpty();
    }

    @Test
    void summariesAgreeWithAPlainLookAtAllPoints() {
        Random random = new Random(11);
        List<RunRecord.Rows> arrived = new ArrayList<>();
        for (int request = 0; request < 80; request++) {
            List<RunRecord> records = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                OptionalDouble step =
                        random.nextInt(4) == 0 ? OptionalDouble.empty() : OptionalDouble.of(random.nextInt(40) / 2.0);
                Cell cell = random.nextInt(3) == 0
                        ? EVERY_KIND.get(random.nextInt(EVERY_KIND.size()))
                        : Cell.of(random.nextGaussian());
                RunRecord.Rows row = rows("x", MetricKind.SCALAR, random.nextInt(50), step, Map.of("", List.of(cell)));
                records.add(row);
                arrived.add(row);
            }
            direct(RUN, records.toArray(RunRecord[]::new));
            if (request % 20 == 0) {
                reopen();
            }
            assertThat(summary("x")).isEqualTo(PlainSummary.of(arrived));
        }
    }

    @Test
    void rowsOfATableStayTogetherAndAbsentCellsStayAbsent() {
        direct(
                RUN,
                rows(
                        "t",
                        MetricKind.TABLE,
                        7,
                        OptionalDouble.empty(),
                        columns("x", doubles(1, 2), "y", List.of(Cell.of("a"), Cell.NONE))),
                rows("t", MetricKind.TABLE, 8, OptionalDouble.of(0.5), columns("z", doubles(3))));
        direct(
                RUN,
                rows(
                        "t",
                        MetricKind.TABLE,
                        9,
                        OptionalDouble.empty(),
                        columns("y", List.of(Cell.of(4L)), "x", doubles(5))));

        PointPage page = points("t");
        assertThat(page.times()).containsExactly(7, 7, 8, 9);
        assertThat(page.steps()).containsExactly(Double.NaN, Double.NaN, 0.5, Double.NaN);
        assertThat(page.columns().keySet()).containsExactly("x", "y", "z");
        assertThat(page.columns().get("x"))
                .containsExactly(
                        Optional.of(Cell.of(1.0)),
                        Optional.of(Cell.of(2.0)),
                        Optional.empty(),
                        Optional.of(Cell.of(5.0)));
        assertThat(page.columns().get("y"))
                .containsExactly(
                        Optional.of(Cell.of("a")), Optional.of(Cell.NONE), Optional.empty(), Optional.of(Cell.of(4L)));
        assertThat(page.columns().get("z"))
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(Cell.of(3.0)), Optional.empty());
        assertThat(store.metrics()
                        .points(RUN, "t", Optional.of("z"), 10, Optional.empty())
                        .columns()
                        .keySet())
                .containsExactly("z");
        Metric metric = store.metrics().find(RUN, "t").orElseThrow();
        assertThat(metric.columns()).extracting(Summary::column).containsExactly("x", "y", "z");
        assertThat(metric.columns()).extracting(Summary::count).containsExactly(3L, 3L, 1L);
        assertThat(metric.columns())
                .extracting(Summary::type)
                .containsExactly(ColumnType.DOUBLE, ColumnType.MIXED, ColumnType.DOUBLE);
    }

    @Test
    void theFirstKindOfANameWins() {
        direct(RUN, value("x", Cell.of(1.0)));

        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> direct(RUN, rows("x", MetricKind.LIST, 1, OptionalDouble.empty(), Map.of("", doubles(2)))));
        assertThat(store.metrics().find(RUN, "x").orElseThrow().kind()).isEqualTo(MetricKind.SCALAR);
        assertThat(summary("x").count()).isEqualTo(1);
    }

    @Test
    void metricsAreListedInTheOrderOfFirstAppearance() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String name = "m" + (i * 7 % 25);
            names.add(name);
            direct(RUN, value(name, Cell.of(1.0)), value("m0", Cell.of(2.0)));
        }

        List<String> listed = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            Page<Metric> page = store.metrics().list(RUN, 4, token);
            page.items().forEach(metric -> listed.add(metric.name()));
            token = page.next();
        } while (token.isPresent());

        assertThat(listed).isEqualTo(names);
        assertThat(store.metrics()
                        .lastValues(List.of(RUN))
                        .getOrDefault(RUN, Map.of())
                        .keySet())
                .containsExactlyElementsOf(names);
    }

    @Test
    void theLatestPointsAreThoseOfAllColumnsWithNumbers() {
        RunId other = new RunId("other");
        RunId none = new RunId("none");
        createRun(RUN);
        createRun(other);
        direct(
                RUN,
                point("b", 2, Cell.of(0.5)),
                point("b", 1, Cell.of(9.0)),
                value("a", Cell.of(7L)),
                value("text", Cell.of("x")),
                value("nothing", Cell.NONE),
                rows(
                        "table",
                        MetricKind.TABLE,
                        5,
                        OptionalDouble.of(0.5),
                        columns(
                                "x",
                                doubles(1, 2),
                                "y",
                                List.of(Cell.of(true), Cell.of("t")),
                                "z",
                                doubles(3, Double.NaN))));
        direct(other, value("a", Cell.of(true)));

        assertThat(store.metrics().latest(List.of(RUN, other, none)))
                .isEqualTo(Map.of(
                        RUN,
                        List.of(
                                new MetricStore.Latest("b", "", Cell.of(0.5), 1_002, OptionalDouble.of(2)),
                                new MetricStore.Latest("a", "", Cell.of(7L), 1_000, OptionalDouble.empty()),
                                new MetricStore.Latest("table", "x", Cell.of(2.0), 5, OptionalDouble.of(0.5)),
                                new MetricStore.Latest("table", "z", Cell.of(Double.NaN), 5, OptionalDouble.of(0.5))),
                        other,
                        List.of(new MetricStore.Latest("a", "", Cell.of(true), 1_000, OptionalDouble.empty())),
                        none,
                        List.of()));
    }

    @Test
    void pointsPageThroughEverythingOnce() {
        Random random = new Random(7);
        List<Optional<Cell>> logged = new ArrayList<>();
        for (int request = 0; request < 150; request++) {
            List<RunRecord> records = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                Cell cell = Cell.of((long) logged.size());
                logged.add(Optional.of(cell));
                records.add(value("x", cell));
                records.add(value("other", cell));
            }
            direct(RUN, records.toArray(RunRecord[]::new));
        }

        for (int limit : List.of(1, 7, 100, logged.size(), logged.size() + 1)) {
            List<Optional<Cell>> paged = new ArrayList<>();
            Optional<PageToken> token = Optional.empty();
            do {
                PointPage page = store.metrics().points(RUN, "x", Optional.empty(), limit, token);
                assertThat(page.times()).hasSizeLessThanOrEqualTo(limit).hasSize(page.steps().length);
                paged.addAll(page.columns().get(""));
                token = page.next();
            } while (token.isPresent());
            assertThat(paged).isEqualTo(logged);
        }
    }

    @Test
    void aTokenOfOtherPointsOrNoneOfOursIsRefused() {
        direct(RUN, value("x", Cell.of(1.0)), value("x", Cell.of(2.0)), value("y", Cell.of(1.0)));
        PageToken token = store.metrics()
                .points(RUN, "x", Optional.empty(), 1, Optional.empty())
                .next()
                .orElseThrow();

        for (String forged : List.of(
                "1.00000000.0-1", token.value() + "0-0", "0", token.value().replace('.', ';'))) {
            RunStoreContract.assertCode(
                    ErrorCode.INVALID_ARGUMENT,
                    () -> store.metrics().points(RUN, "x", Optional.empty(), 1, Optional.of(new PageToken(forged))));
        }
        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> store.metrics().points(RUN, "y", Optional.empty(), 1, Optional.of(token)));
    }

    @Test
    void unknownMetricsAndColumnsAreNotFound() {
        direct(RUN, value("x", Cell.of(1.0)));

        for (String[] unknown : new String[][] {{"nope", ""}, {"x", "col"}, {"X", ""}}) {
            RunStoreContract.assertCode(
                    ErrorCode.NOT_FOUND,
                    () -> store.metrics().points(RUN, unknown[0], Optional.of(unknown[1]), 1, Optional.empty()));
        }
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND,
                () -> store.metrics().points(new RunId("none"), "x", Optional.empty(), 1, Optional.empty()));
    }

    @Test
    void namesAreListedInCodePointOrderWithTheirRuns() {
        createRun(new RunId("b"));
        direct(RUN, value("Été", Cell.of(1.0)), value("b loss", Cell.of(1.0)), value("Loss", Cell.of(1.0)));
        direct(new RunId("b"), value("Loss", Cell.of(1.0)));
        direct(RUN, rows("t", MetricKind.TABLE, 1, OptionalDouble.empty(), columns("y", doubles(1), "x", doubles(2))));

        assertThat(names(Optional.empty(), Optional.empty()))
                .containsExactly(
                        new MetricName("Loss", "", 2),
                        new MetricName("b loss", "", 1),
                        new MetricName("t", "x", 1),
                        new MetricName("t", "y", 1),
                        new MetricName("Été", "", 1));
        assertThat(names(Optional.of("iris"), Optional.of("LOSS")))
                .containsExactly(new MetricName("Loss", "", 2), new MetricName("b loss", "", 1));
        assertThat(names(Optional.empty(), Optional.of("été"))).containsExactly(new MetricName("Été", "", 1));
        assertThat(names(Optional.of("nobody"), Optional.empty())).isEmpty();
        assertThat(names(Optional.empty(), Optional.of("%"))).isEmpty();
    }

    private List<MetricName> names(Optional<String> experiment, Optional<String> part) {
        List<MetricName> names = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            Page<MetricName> page = store.metrics().names(experiment, part, 2, token);
            names.addAll(page.items());
            token = page.next();
        } while (token.isPresent());
        return names;
    }

    @Test
    void oneMetricOfSeveralRunsIsFoundForThoseThatHaveIt() {
        RunId other = new RunId("b");
        createRun(other);
        direct(RUN, value("x", Cell.of(1.0)));

        Map<RunId, Metric> found = store.metrics().find(List.of(other, RUN, new RunId("none")), "x");

        assertThat(found.keySet()).containsExactly(RUN);
        assertThat(Objects.requireNonNull(found.get(RUN)).columns().getFirst().last())
                .isEqualTo(Cell.of(1.0));
        assertThat(store.metrics().lastValues(List.of(other)).get(other)).isEmpty();
    }
}
