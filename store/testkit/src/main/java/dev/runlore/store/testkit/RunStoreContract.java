// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Appended;
import dev.runlore.domain.Cell;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs: making, changing and reading them. */
public abstract class RunStoreContract extends StoreContract {

    private static final Duration AHEAD = Duration.ofDays(1);

    private static RunDraft draftAt(RunId id, Instant at) {
        RunDraft plain = draft(id);
        return new RunDraft(
                id,
                plain.experiment(),
                plain.name(),
                plain.description(),
                plain.parent(),
                RunStatus.Running,
                plain.script(),
                plain.arguments(),
                plain.target(),
                plain.user(),
                plain.host(),
                plain.heartbeat(),
                Optional.of(at),
                plain.tags(),
                plain.properties(),
                plain.params(),
                Optional.empty());
    }

    private static RunDraft full(RunId id) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        tags.put("zeta", Optional.of("été 深度"));
        tags.put("bare", Optional.empty());
        tags.put("alpha", Optional.of(""));
        Map<String, Cell> params = new LinkedHashMap<>();
        params.put("lr", Cell.of(0.1));
        params.put("epochs", Cell.of(10L));
        params.put("fast", Cell.of(true));
        params.put("optimizer", Cell.of("adam"));
        params.put("none", Cell.NONE);
        return new RunDraft(
                id,
                "iris",
                Optional.of("first try"),
                Optional.of("what it is"),
                Optional.empty(),
                RunStatus.NotStarted,
                Optional.of("train.py"),
                List.of("--reg", "10", "a \"quoted\" \\ argument", ""),
                "gpu-box",
                ANNA,
                Optional.of("workstation"),
                true,
                Optional.of(START.minusSeconds(60)),
                new Tags(tags),
                Map.of("git.commit", "abc"),
                params,
                Optional.empty());
    }

    @Test
    void everythingThatARunWasMadeFromIsReadBack() {
        Appended appended = direct(RUN, create(full(RUN)));

        assertThat(appended).isEqualTo(new Appended(true, 0, 0, RunStatus.NotStarted, List.of()));
        reopen();
        RunDraft draft = full(RUN);
        Run run = run(RUN);
        assertThat(run)
                .isEqualTo(new Run(
                        RUN,
                        1,
                        new Run.ExperimentRef(
                                new ExperimentId(1), run.experiment().uuid(), "iris"),
                        draft.name(),
                        draft.description(),
                        RunStatus.NotStarted,
                        Optional.empty(),
                        0,
                        draft.script(),
                        draft.arguments(),
                        "gpu-box",
                        ANNA,
                        draft.host(),
                        START.minusSeconds(60),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        false,
                        Optional.empty(),
                        0,
                        draft.tags(),
                        draft.properties(),
                        draft.params(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
        assertThat(run.tags().values().keySet()).containsExactly("zeta", "bare", "alpha");
        assertThat(run.params().keySet()).containsExactly("lr", "epochs", "fast", "optimizer", "none");
    }

    @Test
    void aRunWithoutATimeOfItsOwnHasTheServers() {
        Run run = createRun(RUN);

        assertThat(run.created()).isEqualTo(START);
        assertThat(run.started()).contains(START);
        assertThat(run.ended()).isEmpty();
    }

    @Test
    void aClientsClockThatIsAheadPutsNoRunAboveLaterOnes() {
        direct(RUN, create(draftAt(RUN, START.plus(AHEAD))));
        clock.advance(Duration.ofSeconds(1));
        direct(new RunId("later"), create(draft(new RunId("later"))));

        assertThat(run(RUN).created()).isEqualTo(START);
        assertThat(run(RUN).started()).contains(START.plus(AHEAD));
        assertThat(store.runs().list(RunQuery.newest(10)).items().stream().map(Run::id))
                .containsExactly(new RunId("later"), RUN);
    }

    @Test
    void aRunThatComesLateKeepsItsPlaceInThePast() {
        Instant yesterday = START.minus(AHEAD);
        createRun(RUN);
        direct(new RunId("late"), create(draftAt(new RunId("late"), yesterday)));

        assertThat(run(new RunId("late")).created()).isEqualTo(yesterday);
        assertThat(store.runs().list(RunQuery.newest(10)).items().stream().map(Run::id))
                .containsExactly(RUN, new RunId("late"));
    }

    @Test
    void makingARunAgainFromTheSameContentChangesNothing() {
        direct(RUN, create(full(RUN)));
        direct(RUN, new RunRecord.Rename("renamed"));

        Appended again = direct(RUN, create(full(RUN)));

        assertThat(again).isEqualTo(new Appended(false, 0, 1, RunStatus.NotStarted, List.of()));
        assertThat(run(RUN).name()).contains("renamed");
    }

    @Test
    void makingARunAgainFromOtherContentIsRefused() {
        direct(RUN, create(full(RUN)));

        assertCode(ErrorCode.ALREADY_EXISTS, () -> createRun(RUN));
    }

    @Test
    void runsAreNumberedWithinTheirExperiment() {
        createRun(new RunId("a"));
        direct(new RunId("b"), create(RunDraft.of(new RunId("b"), "other", ANNA)));
        createRun(new RunId("c"));

        assertThat(run(new RunId("a")).number()).isEqualTo(1);
        assertThat(run(new RunId("b")).number()).isEqualTo(1);
        assertThat(run(new RunId("c")).number()).isEqualTo(2);
    }

    @Test
    void idsDifferByCase() {
        createRun(new RunId("abc"));
        createRun(new RunId("ABC"));

        assertThat(run(new RunId("ABC")).number()).isEqualTo(2);
        assertThat(store.runs().find(new RunId("aBC"))).isEmpty();
    }

    @Test
    void aParentMustBeThere() {
        RunDraft child = child("kid", "nobody");

        assertCode(ErrorCode.INVALID_ARGUMENT, () -> direct(child.id(), create(child)));
        assertThat(store.runs().find(child.id())).isEmpty();
    }

    @Test
    void childrenAreListedNewestFirstAndCounted() {
        createRun(RUN);
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            direct(new RunId("kid" + i), create(child("kid" + i, RUN.value())));
        }

        Page<Run> first = store.runs().children(RUN, 3, Optional.empty());
        Page<Run> second = store.runs().children(RUN, 3, first.next());

        assertThat(first.items()).extracting(run -> run.id().value()).containsExactly("kid4", "kid3", "kid2");
        assertThat(second.items()).extracting(run -> run.id().value()).containsExactly("kid1", "kid0");
        assertThat(second.next()).isEmpty();
        assertThat(run(RUN).children()).isEqualTo(5);
        assertThat(run(new RunId("kid1")).parent()).contains(RUN);
    }

    private static RunDraft child(String id, String parent) {
        RunDraft draft = draft(new RunId(id));
        return new RunDraft(
                draft.id(),
                draft.experiment(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RunId(parent)),
                draft.status(),
                Optional.empty(),
                List.of(),
                draft.target(),
                ANNA,
                Optional.empty(),
                false,
                Optional.empty(),
                Tags.NONE,
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    @Test
    void anImportedRunKeepsItsFactsAndTheCounterFollows() {
        UUID experiment = UUID.fromString("0b3a3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d");
        Instant created = Instant.parse("2017-09-22T10:00:00.000001Z");
        RunDraft.Origin origin = new RunDraft.Origin(
                41,
                Optional.of(experiment),
                created,
                Optional.of(created.plusSeconds(1)),
                Optional.of(created.plusSeconds(9)),
                true);
        RunDraft draft = draft(RUN);
        RunDraft imported = new RunDraft(
                RUN,
                draft.experiment(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RunId("not-imported")),
                RunStatus.Completed,
                Optional.empty(),
                List.of(),
                "local",
                ANNA,
                Optional.empty(),
                false,
                Optional.empty(),
                Tags.NONE,
                Map.of(),
                Map.of(),
                Optional.of(origin));

        direct(RUN, create(imported));
        Run next = createRun(new RunId("native"));

        Run run = run(RUN);
        assertThat(run.number()).isEqualTo(41);
        assertThat(run.experiment().uuid()).isEqualTo(experiment);
        assertThat(run.created()).isEqualTo(created);
        assertThat(run.duration()).contains(Duration.ofSeconds(8));
        assertThat(run.archived()).isTrue();
        assertThat(run.status()).isEqualTo(RunStatus.Completed);
        assertThat(next.number()).isEqualTo(42);
    }

    @Test
    void aChangeOfAnUnknownRunIsNotFound() {
        assertCode(ErrorCode.NOT_FOUND, () -> direct(RUN, new RunRecord.Rename("x")));
        assertThat(store.runs().find(RUN)).isEmpty();
    }

    @Test
    void startAndEndKeepTheClientsTimes() {
        direct(RUN, create(full(RUN)));
        direct(RUN, status(RunStatus.Running, START.plusSeconds(5)));
        clock.advance(Duration.ofHours(1));
        direct(RUN, status(RunStatus.Completed, START.plusSeconds(65)));

        Run run = run(RUN);
        assertThat(run.started()).contains(START.plusSeconds(5));
        assertThat(run.ended()).contains(START.plusSeconds(65));
        assertThat(run.duration()).contains(Duration.ofMinutes(1));
    }

    @Test
    void aRunDoesNotEndBeforeItStartedWhateverTheClocksSay() {
        createRun(RUN);
        direct(RUN, status(RunStatus.Running, START.plusSeconds(5)));
        clock.advance(Duration.ofHours(-1));
        direct(RUN, status(RunStatus.Completed));

        assertThat(run(RUN).started()).isEqualTo(run(RUN).ended());
        assertThat(run(RUN).duration()).contains(Duration.ZERO);
    }

    @Test
    void theSameStatusAgainHasNoEffect() {
        createRun(RUN);
        long revision = direct(RUN, status(RunStatus.Completed)).revision();
        clock.advance(Duration.ofHours(1));

        assertThat(direct(RUN, status(RunStatus.Completed)).revision()).isEqualTo(revision);
        assertThat(run(RUN).ended()).contains(START);
    }

    @Test
    void anIllegalChangeOfStatusIsRefused() {
        createRun(RUN);
        direct(RUN, status(RunStatus.Completed));

        assertCode(ErrorCode.WRONG_STATE, () -> direct(RUN, status(RunStatus.Running)));
        assertThat(run(RUN).status()).isEqualTo(RunStatus.Completed);
    }

    @Test
    void anEndedRunIsResumedAndEndsAgain() {
        createRun(RUN);
        RunError error =
                new RunError("UserError", "division by zero", Optional.of("ZeroDivisionError"), Optional.empty());
        direct(RUN, new RunRecord.Status(RunStatus.Failed, Optional.empty(), Optional.of(error)));
        assertThat(run(RUN).error()).contains(error);

        direct(RUN, new RunRecord.Resume(Optional.empty()));
        Run resumed = run(RUN);
        assertThat(resumed.status()).isEqualTo(RunStatus.Running);
        assertThat(resumed.ended()).isEmpty();
        assertThat(resumed.error()).isEmpty();
        assertThat(resumed.started()).contains(START);

        direct(RUN, status(RunStatus.Completed, START.plusSeconds(7)));
        assertThat(run(RUN).ended()).contains(START.plusSeconds(7));
    }

    @Test
    void tagsChangePropertiesAndParametersDoNot() {
        createRun(RUN);
        direct(RUN, new RunRecord.Tag("a", Optional.of("1")), new RunRecord.Tag("b", Optional.of("2")));
        direct(RUN, new RunRecord.Tag("a", Optional.empty()), new RunRecord.Property("p", "x"));
        direct(RUN, new RunRecord.Parameter("lr", Cell.of(1L)), new RunRecord.Property("p", "x"));

        assertCode(ErrorCode.ALREADY_EXISTS, () -> direct(RUN, new RunRecord.Property("p", "y")));
        assertCode(ErrorCode.ALREADY_EXISTS, () -> direct(RUN, new RunRecord.Parameter("lr", Cell.of(1.0))));
        direct(RUN, new RunRecord.Untag("b"));

        Run run = run(RUN);
        assertThat(run.tags().values()).isEqualTo(Map.of("a", Optional.empty()));
        assertThat(run.properties()).isEqualTo(Map.of("p", "x"));
        assertThat(run.params()).isEqualTo(Map.of("lr", Cell.of(1L)));
    }

    @Test
    void aRefusedRequestStoresNothingOfItself() {
        createRun(RUN);
        direct(RUN, value("loss", Cell.of(1.0)), new RunRecord.Tag("a", Optional.of("1")));

        assertCode(
                ErrorCode.WRONG_STATE,
                () -> direct(
                        RUN,
                        new RunRecord.Tag("a", Optional.of("2")),
                        value("loss", Cell.of(2.0)),
                        value("new", Cell.of(2.0)),
                        new RunRecord.Rename("x"),
                        status(RunStatus.Preparing)));

        Run run = run(RUN);
        assertThat(run.tags().values()).isEqualTo(Map.of("a", Optional.of("1")));
        assertThat(run.name()).isEmpty();
        assertThat(run.revision()).isEqualTo(1);
        assertThat(store.metrics().find(RUN, "new")).isEmpty();
        assertThat(store.metrics()
                        .find(RUN, "loss")
                        .orElseThrow()
                        .columns()
                        .getFirst()
                        .count())
                .isEqualTo(1);
        direct(RUN, value("loss", Cell.of(3.0)));
        assertThat(store.metrics()
                        .find(RUN, "loss")
                        .orElseThrow()
                        .columns()
                        .getFirst()
                        .last())
                .isEqualTo(Cell.of(3.0));
    }

    @Test
    void onlyTheLatestHundredWarningsAreKept() {
        createRun(RUN);
        for (int i = 0; i < 103; i++) {
            direct(RUN, new RunRecord.Warning("warning " + i));
        }

        List<Run.RunWarning> warnings = run(RUN).warnings();
        assertThat(warnings).hasSize(100);
        assertThat(warnings.getFirst()).isEqualTo(new Run.RunWarning(START, "warning 3"));
        assertThat(warnings.getLast().text()).isEqualTo("warning 102");
    }

    @Test
    void everyTransactionThatChangesSomethingCountsTheRevision() {
        createRun(RUN);

        assertThat(direct(RUN, new RunRecord.Rename("x")).revision()).isEqualTo(1);
        assertThat(direct(RUN, new RunRecord.Rename("x")).revision()).isEqualTo(1);
        assertThat(direct(RUN, new RunRecord.Heartbeat()).revision()).isEqualTo(1);
        assertThat(direct(RUN, new RunRecord.Rename("y"), new RunRecord.Describe("z"))
                        .revision())
                .isEqualTo(2);
        assertThat(run(RUN).revision()).isEqualTo(2);
    }

    @Test
    void aSilentRunIsFoundAndWokenByABeatOrAPoint() {
        direct(RUN, create(full(RUN)));
        direct(RUN, status(RunStatus.Running));
        Instant later = START.plusSeconds(1_000);
        clock.advance(Duration.ofSeconds(200));
        assertThat(store.runs().silent(START, later)).isEmpty();
        assertThat(store.runs().silent(START.minusSeconds(2), START.minusSeconds(1)))
                .containsExactly(RUN);
        assertThat(store.runs().silent(START.plusSeconds(100), later)).containsExactly(RUN);

        direct(RUN, status(RunStatus.NotResponding));
        assertThat(store.runs().silent(START.plusSeconds(100), later)).isEmpty();
        assertThat(direct(RUN, new RunRecord.Heartbeat()).status()).isEqualTo(RunStatus.Running);

        direct(RUN, status(RunStatus.NotResponding));
        assertThat(direct(RUN, value("loss", Cell.of(1.0))).status()).isEqualTo(RunStatus.Running);
        assertThat(store.runs().silent(START.plusSeconds(100), later)).isEmpty();
        assertThat(store.runs().silent(START.plusSeconds(201), later)).containsExactly(RUN);
    }

    @Test
    void anEndedRunStillTakesData() {
        createRun(RUN);
        direct(RUN, status(RunStatus.Completed));
        direct(RUN, new RunRecord.Archive(true));

        direct(RUN, value("late", Cell.of(1.0)), new RunRecord.Tag("t", Optional.empty()));

        assertThat(run(RUN).status()).isEqualTo(RunStatus.Completed);
        assertThat(store.metrics().find(RUN, "late")).isPresent();
    }

    @Test
    void listsLeaveArchivedRunsOutUnlessAsked() {
        createRun(new RunId("a"));
        createRun(new RunId("b"));
        direct(new RunId("a"), new RunRecord.Archive(true));

        assertThat(ids(Archived.NO)).containsExactly("b");
        assertThat(ids(Archived.YES)).containsExactly("a");
        assertThat(ids(Archived.ALL)).containsExactly("b", "a");
    }

    private List<String> ids(Archived archived) {
        RunQuery all = RunQuery.newest(10);
        RunQuery query = new RunQuery(all.experiment(), all.filter(), all.order(), archived, 10, all.token());
        return store.runs().list(query).items().stream()
                .map(run -> run.id().value())
                .toList();
    }

    @Test
    void pagesHaveEveryRunOnceNewestFirst() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            RunId id = new RunId("r" + i);
            createRun(id);
            newestFirst.addFirst(id.value());
            clock.advance(Duration.ofMillis(i % 3));
        }

        List<String> paged = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            Page<Run> page = store.runs().list(page(4, token));
            page.items().forEach(run -> paged.add(run.id().value()));
            token = page.next();
        } while (token.isPresent());

        assertThat(paged).isEqualTo(newestFirst);
    }

    private static RunQuery page(int limit, Optional<PageToken> token) {
        RunQuery all = RunQuery.newest(limit);
        return new RunQuery(all.experiment(), all.filter(), all.order(), Archived.NO, limit, token);
    }

    @Test
    void runsOfSeveralExperimentsAreFoundByTheirIds() {
        for (String name : List.of("a", "b", "c")) {
            RunId id = new RunId("of-" + name);
            direct(id, create(RunDraft.of(id, name, ANNA)));
            clock.advance(Duration.ofSeconds(1));
        }
        ExperimentId a = run(new RunId("of-a")).experiment().id();
        ExperimentId c = run(new RunId("of-c")).experiment().id();

        assertThat(within(List.of(a, c, new ExperimentId(99)))).containsExactly("of-c", "of-a");
        assertThat(within(List.of(a))).containsExactly("of-a");
        assertThat(within(List.of(new ExperimentId(99)))).isEmpty();
        assertThat(within(List.of())).isEmpty();
    }

    private List<String> within(List<ExperimentId> experiments) {
        RunQuery all = RunQuery.newest(10);
        RunQuery query = new RunQuery(
                Optional.empty(),
                Optional.of(experiments),
                all.filter(),
                all.order(),
                Archived.NO,
                10,
                Optional.empty());
        return store.runs().list(query).items().stream()
                .map(run -> run.id().value())
                .toList();
    }

    @Test
    void aForgedTokenIsRefused() {
        createRun(RUN);
        createRun(new RunId("b"));
        String real = store.runs()
                .list(page(1, Optional.empty()))
                .next()
                .orElseThrow()
                .value();
        String scope = real.substring(0, real.lastIndexOf('.'));

        for (String forged :
                List.of("x", "1", real + "-1", scope + ".999", scope + ".-1", scope + ".1' OR 1", "2" + real)) {
            assertCode(
                    ErrorCode.INVALID_ARGUMENT, () -> store.runs().list(page(1, Optional.of(new PageToken(forged)))));
        }
        assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> store.runs().artifacts(RUN, Optional.empty(), 1, Optional.of(new PageToken(real))));
    }

    /** The call fails with a rule's code. */
    protected static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
