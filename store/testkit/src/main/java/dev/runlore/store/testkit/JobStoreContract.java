// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static dev.runlore.store.testkit.RunStoreContract.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.JobState;
import dev.runlore.domain.Launch;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.Tags;
import dev.runlore.store.JobDraft;
import dev.runlore.store.JobQuery;
import dev.runlore.store.JobStore.Changed;
import dev.runlore.store.JobStore.Submitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs: made with their run, claimed once, ended for good. */
public abstract class JobStoreContract extends StoreContract {
    private static final Manifest SOURCES =
            new Manifest(List.of(new SnapshotFile(new ArtifactPath("train.py"), false, Sha256.of(new byte[0]), 0)));
    private static final String NONCE = "7f000001-nonce";

    @BeforeEach
    void putSnapshot() {
        store.snapshots().put(SOURCES);
    }

    private static JobId job(int number) {
        return new JobId(new UUID(5, number).toString());
    }

    private static RunId run(int number) {
        return new RunId("iris_" + number);
    }

    private static RunDraft submitted(RunId id) {
        return new RunDraft(
                        id,
                        "iris",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        RunStatus.NotStarted,
                        Optional.of("train.py"),
                        List.of("0.5"),
                        "local",
                        ANNA,
                        Optional.of("here"),
                        true,
                        Optional.empty(),
                        Tags.NONE,
                        Map.of(),
                        Map.of(),
                        Optional.empty())
                .withSnapshot(SOURCES.id());
    }

    private static JobDraft draft(int number, Launch launch) {
        return new JobDraft(job(number), submitted(run(number)), launch, List.of(), "{\"number\":" + number + "}");
    }

    private Job submit(int number) {
        return store.jobs().submit(draft(number, Launch.SERVER)).job();
    }

    /** A job that its runner has claimed. */
    private Job running(int number, Launch launch) {
        store.jobs().submit(draft(number, launch));
        store.jobs().start(job(number));
        return store.jobs().claim(job(number), NONCE).job();
    }

    private Job find(int number) {
        return store.jobs().find(job(number)).orElseThrow();
    }

    private List<JobId> ids(JobQuery.Which which) {
        return store.jobs().list(new JobQuery(Optional.of("local"), which, 100, Optional.empty())).items().stream()
                .map(Job::id)
                .toList();
    }

    private static List<JobId> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }

    @Test
    void aSubmissionMakesAQueuedRunAndAJobThatWaits() {
        JobDraft draft = new JobDraft(job(1), submitted(run(1)), Launch.SERVER, List.of("a", "b"), "{}");

        Submitted submitted = store.jobs().submit(draft);

        Job expected = new Job(
                job(1),
                run(1),
                "local",
                Launch.SERVER,
                JobState.Queued,
                OptionalLong.of(1),
                false,
                Optional.empty(),
                START,
                Optional.empty(),
                Optional.empty());
        assertThat(submitted).isEqualTo(new Submitted(expected, true));
        reopen();
        assertThat(store.jobs().find(job(1))).contains(expected);
        assertThat(store.jobs().findLive(run(1))).contains(expected);
        assertThat(store.jobs().findSubmission(job(1))).contains("{}");
        Run run = run(run(1));
        assertThat(run.status()).isEqualTo(RunStatus.Queued);
        assertThat(run.started()).isEmpty();
        assertThat(run.snapshot()).contains(SOURCES.id().value());
        assertThat(run.warnings()).extracting(Run.RunWarning::text).containsExactly("a", "b");
        assertThat(run.arguments()).containsExactly("0.5");
    }

    @Test
    void aRunThatAJobExecutesIsNotOverruled() {
        store.jobs().submit(new JobDraft(job(1), submitted(run(1)), Launch.SERVER, List.of(), "{}"));
        Run before = run(run(1));

        for (RunStatus to : List.of(RunStatus.Completed, RunStatus.Running, RunStatus.Queued)) {
            direct(run(1), new RunRecord.Overrule(Optional.of(to), Optional.of(START)));
        }
        assertThat(run(run(1))).isEqualTo(before);

        store.jobs().cancel(job(1));
        direct(run(1), new RunRecord.Overrule(Optional.of(RunStatus.Completed), Optional.empty()));
        assertThat(run(run(1)).status()).isEqualTo(RunStatus.Completed);
    }

    @Test
    void theSameSubmissionAgainAnswersTheJobThatIsThere() {
        Job first = submit(1);
        JobDraft again = new JobDraft(job(9), submitted(run(1)), Launch.SERVER, List.of(), "{\"number\":1}");

        assertThat(store.jobs().submit(again)).isEqualTo(new Submitted(first, false));
        running(2, Launch.SERVER);
        direct(run(2), status(RunStatus.Running));
        assertThat(store.jobs().submit(draft(2, Launch.SERVER)).job().state()).isEqualTo(JobState.Running);
        assertThat(run(run(2)).status()).isEqualTo(RunStatus.Running);
    }

    @Test
    void anotherSubmissionUnderTheSameRunIdIsRefused() {
        submit(1);
        JobDraft otherText = new JobDraft(job(9), submitted(run(1)), Launch.SERVER, List.of(), "{}");
        RunDraft notSubmitted = draft(RUN);
        direct(RUN, create(notSubmitted));

        assertCode(ErrorCode.ALREADY_EXISTS, () -> store.jobs().submit(otherText));
        JobDraft otherRun = new JobDraft(job(9), submitted(RUN), Launch.SERVER, List.of(), "{\"number\":1}");
        assertCode(ErrorCode.ALREADY_EXISTS, () -> store.jobs().submit(otherRun));
        assertThat(ids(JobQuery.Which.ALL)).containsExactly(job(1));
    }

    @Test
    void aSubmissionOfAnUnknownSnapshotLeavesNothing() {
        RunDraft run = submitted(run(1)).withSnapshot(new Manifest(List.of()).id());

        assertCode(
                ErrorCode.NOT_FOUND,
                () -> store.jobs().submit(new JobDraft(job(1), run, Launch.SERVER, List.of(), "{}")));
        assertThat(store.runs().find(run(1))).isEmpty();
        assertThat(store.jobs().find(job(1))).isEmpty();
    }

    @Test
    void jobsWaitInTheOrderOfTheirSubmission() {
        IntStream.rangeClosed(1, 4).forEach(this::submit);
        store.jobs().submit(draft(5, Launch.SUBMITTER));
        store.jobs().start(job(1));

        assertThat(ids(store.jobs().waiting("local", 2))).containsExactly(job(2), job(3));
        assertThat(store.jobs().waiting("elsewhere", 2)).isEmpty();
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(n -> find(n).position()))
                .containsExactly(
                        OptionalLong.empty(),
                        OptionalLong.of(1),
                        OptionalLong.of(2),
                        OptionalLong.of(3),
                        OptionalLong.empty());
        assertThat(find(5).state()).isEqualTo(JobState.Starting);
        store.jobs().cancel(job(2));
        assertThat(find(4).position()).hasValue(2);
    }

    @Test
    void onlyAQueuedJobIsStarted() {
        submit(1);

        assertThat(store.jobs().start(job(1))).isTrue();
        assertThat(store.jobs().start(job(1))).isFalse();
        store.jobs().hold(job(1), "4711:99");
        assertThat(find(1).handle()).contains("4711:99");
        assertThat(ids(store.jobs().started("local"))).containsExactly(job(1));
        submit(2);
        store.jobs().cancel(job(2));
        assertThat(store.jobs().start(job(2))).isFalse();
    }

    @Test
    void theFirstNonceClaimsTheJobAndMayRepeat() {
        submit(1);
        assertCode(ErrorCode.WRONG_STATE, () -> store.jobs().claim(job(1), NONCE));
        assertThat(run(run(1)).status()).isEqualTo(RunStatus.Queued);
        store.jobs().start(job(1));
        clock.advance(Duration.ofSeconds(2));

        Changed claimed = store.jobs().claim(job(1), NONCE);

        assertThat(claimed.status()).isEqualTo(RunStatus.Preparing);
        assertThat(claimed.job().state()).isEqualTo(JobState.Running);
        assertThat(claimed.job().started()).contains(START.plusSeconds(2));
        clock.advance(Duration.ofSeconds(2));
        assertThat(store.jobs().claim(job(1), NONCE)).isEqualTo(claimed);
        assertCode(ErrorCode.WRONG_STATE, () -> store.jobs().claim(job(1), "another-nonce"));
        reopen();
        direct(run(1), status(RunStatus.Running));
        assertThat(store.jobs().claim(job(1), NONCE).status()).isEqualTo(RunStatus.Running);
        assertCode(ErrorCode.WRONG_STATE, () -> store.jobs().claim(job(1), "another-nonce"));
        assertCode(ErrorCode.NOT_FOUND, () -> store.jobs().claim(job(2), NONCE));
    }

    @Test
    void theTimesOfAJobStayInTheirOrderWhenTheClockIsSetBack() {
        submit(1);
        store.jobs().start(job(1));
        clock.advance(Duration.ofMinutes(-1));
        assertThat(store.jobs().claim(job(1), NONCE).job().started()).contains(START);
        clock.advance(Duration.ofMinutes(2));
        direct(run(1), status(RunStatus.Running));
        clock.advance(Duration.ofHours(-1));
        direct(run(1), status(RunStatus.Completed));
        store.jobs().end(job(1));

        assertThat(find(1).ended()).contains(START);
        assertThat(run(run(1)).started()).isEqualTo(run(run(1)).ended());
    }

    @Test
    void ofManyRunnersOneClaimsTheJob() throws Exception {
        submit(1);
        store.jobs().start(job(1));
        List<Callable<Boolean>> runners = IntStream.range(0, 32)
                .<Callable<Boolean>>mapToObj(n -> () -> claims("runner-" + n))
                .toList();
        int winners = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            for (Future<Boolean> runner : threads.invokeAll(runners)) {
                winners += runner.get() ? 1 : 0;
            }
        }
        assertThat(winners).isEqualTo(1);
    }

    private boolean claims(String nonce) {
        try {
            store.jobs().claim(job(1), nonce);
            return true;
        } catch (RunloreException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.WRONG_STATE);
            return false;
        }
    }

    @Test
    void anUnclaimedJobIsCanceledAtOnceAndNeverClaimed() {
        submit(1);
        submit(2);
        store.jobs().start(job(2));
        for (int n = 1; n <= 2; n++) {
            Changed canceled = store.jobs().cancel(job(n));

            assertThat(canceled.status()).isEqualTo(RunStatus.Canceled);
            assertThat(canceled.job().state()).isEqualTo(JobState.Ended);
            assertThat(canceled.job().ended()).contains(START);
            assertThat(canceled.job().cancelRequested()).isTrue();
            assertThat(store.jobs().cancel(job(n))).isEqualTo(canceled);
            JobId id = job(n);
            assertCode(ErrorCode.WRONG_STATE, () -> store.jobs().claim(id, NONCE));
        }
        assertThat(store.jobs().waiting("local", 10)).isEmpty();
        assertThat(store.jobs().started("local")).isEmpty();
    }

    @Test
    void theCancelOfAClaimedJobIsForItsRunnerToSee() {
        running(1, Launch.SERVER);
        direct(run(1), status(RunStatus.Running));

        Changed asked = store.jobs().cancel(job(1));

        assertThat(asked.status()).isEqualTo(RunStatus.CancelRequested);
        assertThat(asked.job().state()).isEqualTo(JobState.Running);
        assertThat(asked.job().cancelRequested()).isTrue();
        assertThat(store.jobs().cancel(job(1))).isEqualTo(asked);
        direct(run(1), status(RunStatus.NotResponding));
        assertThat(store.jobs().cancel(job(1)).job().state()).isEqualTo(JobState.Running);
    }

    @Test
    void theCancelOfASilentJobOfASubmitterEndsIt() {
        running(1, Launch.SUBMITTER);
        direct(run(1), status(RunStatus.Running), status(RunStatus.NotResponding));

        Changed canceled = store.jobs().cancel(job(1));

        assertThat(canceled.status()).isEqualTo(RunStatus.Canceled);
        assertThat(canceled.job().state()).isEqualTo(JobState.Ended);
        assertThat(store.jobs().started("local")).isEmpty();
    }

    @Test
    void aCancelAfterTheEndChangesNothing() {
        running(1, Launch.SERVER);
        direct(run(1), status(RunStatus.Completed));
        store.jobs().end(job(1));
        Job ended = find(1);

        Changed same = store.jobs().cancel(job(1));

        assertThat(same).isEqualTo(new Changed(ended, run(run(1)).revision(), RunStatus.Completed));
        assertThat(same.job().cancelRequested()).isFalse();
        assertCode(ErrorCode.NOT_FOUND, () -> store.jobs().cancel(job(7)));
    }

    @Test
    void aJobWhoseRunIsOverIsToBeEndedAndEndsOnce() {
        running(1, Launch.SERVER);
        running(2, Launch.SERVER);
        direct(run(1), status(RunStatus.Failed));
        assertThat(ids(store.jobs().over())).containsExactly(job(1));
        assertCode(ErrorCode.WRONG_STATE, () -> store.jobs().claim(job(1), NONCE));

        store.jobs().end(job(1));
        clock.advance(Duration.ofSeconds(5));
        store.jobs().end(job(1));
        store.jobs().end(job(7));

        assertThat(find(1).state()).isEqualTo(JobState.Ended);
        assertThat(find(1).ended()).contains(START);
        assertThat(store.jobs().over()).isEmpty();
        assertThat(store.jobs().findLive(run(1))).isEmpty();
        assertThat(store.jobs().findLast(run(1))).contains(find(1));
        assertThat(store.jobs().findLive(run(2))).contains(find(2));
        assertThat(store.jobs().findLast(run(3))).isEmpty();
    }

    @Test
    void listsAreInTheOrderOfTheQueueOrNewestFirst() {
        IntStream.rangeClosed(1, 4).forEach(this::submit);
        store.jobs().cancel(job(1));
        store.jobs().cancel(job(3));

        assertThat(ids(JobQuery.Which.LIVE)).containsExactly(job(2), job(4));
        assertThat(ids(JobQuery.Which.ENDED)).containsExactly(job(3), job(1));
        assertThat(ids(JobQuery.Which.ALL)).containsExactly(job(4), job(3), job(2), job(1));
        assertThat(pages(JobQuery.Which.ALL)).containsExactly(job(4), job(3), job(2), job(1));
        assertThat(pages(JobQuery.Which.LIVE)).containsExactly(job(2), job(4));
        JobQuery forged =
                new JobQuery(Optional.empty(), JobQuery.Which.ALL, 1, Optional.of(new PageToken("1.00000000.5")));
        assertThatThrownBy(() -> store.jobs().list(forged)).isInstanceOf(RunloreException.class);
    }

    /** A list read in pages of one. */
    private List<JobId> pages(JobQuery.Which which) {
        List<JobId> ids = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            Page<Job> page = store.jobs().list(new JobQuery(Optional.empty(), which, 1, token));
            page.items().forEach(job -> ids.add(job.id()));
            token = page.next();
        } while (token.isPresent());
        return ids;
    }

    @Test
    void onlySoManyJobsWaitForATarget() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Callable<Job>> submissions = IntStream.rangeClosed(1, Limits.WAITING_JOBS)
                    .<Callable<Job>>mapToObj(n -> () -> submit(n))
                    .toList();
            for (Future<Job> submission : threads.invokeAll(submissions)) {
                submission.get();
            }
        }

        assertCode(ErrorCode.RATE_LIMITED, () -> submit(0));
        assertThat(store.runs().find(run(0))).isEmpty();
        Job last = store.jobs().waiting("local", Limits.WAITING_JOBS).getLast();
        assertThat(last.position()).hasValue(Limits.WAITING_JOBS);
        store.jobs().cancel(job(1));
        submit(0);
        assertThat(find(0).position()).hasValue(Limits.WAITING_JOBS);
    }

    @Test
    void whatWasSaidOfTheRunBeforeTheClaimStays() {
        submit(1);
        store.jobs().start(job(1));
        direct(run(1), new RunRecord.Tag("a", Optional.of("b")), status(RunStatus.Running));

        assertThat(store.jobs().claim(job(1), NONCE).status()).isEqualTo(RunStatus.Running);
    }

    @Test
    void aSilentRunIsNotPurgedWhileItsJobLivesAndTheJobGoesWithIt() {
        running(1, Launch.SUBMITTER);
        direct(run(1), status(RunStatus.Running));
        direct(run(1), status(RunStatus.NotResponding));

        assertCode(ErrorCode.WRONG_STATE, () -> store.purges().purge(run(1)));
        assertThat(find(1).state()).isEqualTo(JobState.Running);

        store.jobs().cancel(job(1));
        store.purges().purge(run(1));
        while (!store.purges().removeSome().done()) {
            // in slices
        }
        assertThat(store.jobs().find(job(1))).isEmpty();
    }
}
