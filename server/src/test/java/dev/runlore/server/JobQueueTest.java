// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The queue with real processes: a stand-in for the runner talks to a real server. */
class JobQueueTest {
    private static final int PARALLEL = 3;

    @TempDir
    private Path folder;

    private ExecutingServer served;

    @BeforeEach
    void serve() throws Exception {
        served = new ExecutingServer(folder.resolve("data"), PARALLEL);
    }

    @AfterEach
    void close() {
        served.close();
    }

    private static String error(JsonNode run, String field) {
        return run.path("error").path(field).asText();
    }

    private ProcessHandle onlyRunner() throws Exception {
        Instant end = Instant.now().plusSeconds(20);
        while (served.runners().size() != 1 && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(served.runners()).hasSize(1);
        return served.runners().getFirst();
    }

    private void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        Instant end = Instant.now().plusSeconds(10);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void aSubmittedRunIsExecutedAndItsJobEndsWithIt() throws Exception {
        JsonNode submitted = served.submit("a", "sleep", "0");

        assertThat(submitted.path("run").path("status").asText()).isIn("Queued", "Preparing", "Running");
        JsonNode run = served.await("a", "Completed");
        assertThat(run.path("started").asText()).isNotEmpty();
        JsonNode job = served.endedJob("a");
        assertThat(job.path("started").asText()).isNotEmpty();
        assertThat(job.path("ended").asText())
                .isGreaterThanOrEqualTo(job.path("started").asText());
        assertThat(served.noted("started")).containsExactly("a");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(served.data().resolve("jobs/a"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aRunnerHasTheSubmittersSurroundingsAndTheServersAddressAndNothingElse() throws Exception {
        served.submit("a", "sleep", "60");
        served.await("a", "Running");

        Map<String, String> variables = ExecutingServer.environment(onlyRunner());

        assertThat(variables)
                .containsEntry("PATH", "/usr/bin:/bin")
                .containsEntry("RUNLORE_URL", served.server().url().toString())
                .containsEntry("RUNLORE_JOB", served.job("a").get("id").textValue())
                .containsEntry("RUNLORE_HOME", served.data().toString())
                .containsEntry("RUNLORE_SPOOL", served.data().resolve("spool").toString());
        // Python sets the locale's variable by itself
        variables.remove("LC_CTYPE");
        assertThat(variables).hasSize(6).doesNotContainValue(TestingServer.TOKEN);
        assertThat(onlyRunner().info().commandLine().orElseThrow())
                .doesNotContain(TestingServer.TOKEN)
                .doesNotContain("rl_job_");
    }

    @Test
    void jobsStartInTheirOrderAndOnlySoManyAtOnce() throws Exception {
        List<String> runs = IntStream.range(0, 9).mapToObj(n -> "run-" + n).toList();
        for (String run : runs) {
            served.submit(run, "sleep", "0.4");
        }
        List<Instant[]> times = new ArrayList<>();
        for (String run : runs) {
            served.await(run, "Completed");
        }
        for (String run : runs) {
            JsonNode job = served.job(run);
            times.add(new Instant[] {
                Instant.parse(job.get("started").textValue()),
                Instant.parse(job.get("ended").textValue())
            });
        }
        assertThat(served.noted("started")).containsExactlyInAnyOrderElementsOf(runs);
        for (Instant[] one : times) {
            long beside = times.stream()
                    .filter(other -> !other[0].isAfter(one[0]) && other[1].isAfter(one[0]))
                    .count();
            assertThat(beside).isLessThanOrEqualTo(PARALLEL);
        }
        assertInWaves(served.noted("started"), runs);
    }

    /** Who starts at the same time may overtake each other, but nobody who waits for a place to come free. */
    private static void assertInWaves(List<String> started, List<String> submitted) {
        for (int i = 0; i < started.size(); i++) {
            assertThat(Math.abs(submitted.indexOf(started.get(i)) - i)).isLessThan(PARALLEL);
        }
    }

    @Test
    void whatWaitsHasItsPlaceAndMovesUpWhenACancelFreesOne() throws Exception {
        for (int n = 0; n < PARALLEL + 3; n++) {
            served.submit("run-" + n, "sleep", "60");
        }
        for (int n = 0; n < PARALLEL; n++) {
            served.await("run-" + n, "Running");
        }
        assertThat(served.job("run-4").get("position").intValue()).isEqualTo(2);
        assertThat(served.job("run-0").has("position")).isFalse();

        cancel("run-3");
        assertThat(served.run("run-3").get("status").textValue()).isEqualTo("Canceled");
        assertThat(served.job("run-4").get("position").intValue()).isEqualTo(1);
        cancel("run-1");
        served.await("run-1", "Canceled");
        served.await("run-4", "Running");
        assertThat(served.noted("started")).doesNotContain("run-3", "run-5");
    }

    private void cancel(String run) throws Exception {
        assertThat(served.send("POST", "/api/v1/runs/" + run + "/cancel", "", "application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRunWhoseRunnerWasKilledIsRecoveredAndFails() throws Exception {
        served.submit("a", "sleep", "60");
        served.await("a", "Running");

        kill(onlyRunner());

        JsonNode run = served.await("a", "Failed");
        assertThat(error(run, "code")).isEqualTo("RunnerLost");
        assertThat(error(run, "message")).isEqualTo("found by the recovery");
        assertThat(served.noted("recovered")).containsExactly("a");
        assertThat(served.noted("started")).containsExactly("a");
        assertThat(served.endedJob("a").get("run").textValue()).isEqualTo("a");
    }

    @Test
    void aRunnerThatEndsBeforeItsClaimFailsTheRunWithWhatItPrinted() throws Exception {
        served.submit("broken", "sleep", "0");

        JsonNode run = served.await("broken", "Failed");

        assertThat(error(run, "code")).isEqualTo("RunnerLost");
        assertThat(error(run, "message"))
                .contains("ended before it claimed the job")
                .endsWith("the stand-in is broken");
    }

    @Test
    void aRunnerThatCannotBeCleanedUpAfterFailsTheRunAllTheSame() throws Exception {
        served.submit("a", "sleep", "60");
        served.await("a", "Running");
        Files.delete(served.data().resolve("runner.py"));

        kill(onlyRunner());

        JsonNode run = served.await("a", "Failed");
        assertThat(error(run, "message")).contains("what it left could not be cleaned up");
    }

    @Test
    void aCancelWithoutARunnerLeftCancels() throws Exception {
        served.submit("a", "mute");
        served.await("a", "Running");
        Files.delete(served.data().resolve("runner.py"));
        ProcessHandle runner = onlyRunner();
        new ProcessBuilder("kill", "-STOP", Long.toString(runner.pid())).start().waitFor();
        cancel("a");
        assertThat(served.run("a").get("status").textValue()).isEqualTo("CancelRequested");

        kill(runner);

        served.await("a", "Canceled");
    }

    @Test
    void aRunnerOutlivesItsServerAndIsFoundAgain() throws Exception {
        served.submit("a", "sleep", "3");
        served.submit("b", "sleep", "0");
        served.await("a", "Running");
        served.await("b", "Completed");
        ProcessHandle runner = onlyRunner();

        served.stop();
        assertThat(runner.isAlive()).isTrue();
        served.start();

        served.await("a", "Completed");
        assertThat(served.noted("started")).containsExactlyInAnyOrder("a", "b");
        assertThat(served.noted("recovered")).isEmpty();
    }

    @Test
    void afterARebootNothingStaysRunning() throws Exception {
        served.submit("a", "sleep", "60");
        served.submit("b", "sleep", "60");
        served.await("a", "Running");
        served.await("b", "Running");

        served.stop();
        for (ProcessHandle runner : served.runners()) {
            kill(runner);
        }
        served.start();

        assertThat(error(served.await("a", "Failed"), "code")).isEqualTo("RunnerLost");
        assertThat(error(served.await("b", "Failed"), "code")).isEqualTo("RunnerLost");
        assertThat(served.noted("started")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatWaitedGoesOnAfterARestart() throws Exception {
        for (int n = 0; n < 6; n++) {
            served.submit("run-" + n, "sleep", "0.3");
        }
        served.stop();
        served.start();

        for (int n = 0; n < 6; n++) {
            served.await("run-" + n, "Completed");
        }
        assertThat(served.noted("started")).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void aRunThatEndsOtherwiseEndsItsJobAndItsRunner() throws Exception {
        served.submit("a", "sleep", "60");
        served.await("a", "Running");
        ProcessHandle runner = onlyRunner();

        served.send("POST", "/api/v1/runs/a/fail", "", "application/json");

        assertThat(served.job("a").get("state").textValue()).isEqualTo("Ended");
        runner.onExit().get(20, TimeUnit.SECONDS);
        assertThat(served.run("a").get("status").textValue()).isEqualTo("Failed");
    }

    @Test
    void aRunnerThatEndedWithItsServerBeforeItClaimedItsJobIsStartedOnceMore() throws Exception {
        submitWhatIsNotClaimed();
        served.stop();
        kill(onlyRunner());

        served.start();

        served.await("late", "Completed");
        assertThat(served.noted("launched")).containsExactly("late", "late");
        assertThat(served.noted("started")).containsExactly("late");
    }

    @Test
    void aCanceledJobWhoseRunnerEndedWithItsServerBeforeItClaimedItIsNotStartedAgain() throws Exception {
        submitWhatIsNotClaimed();
        cancel("late");
        served.stop();
        kill(onlyRunner());

        served.start();

        served.await("late", "Canceled");
        assertThat(served.noted("launched")).containsExactly("late");
    }

    /** A run `late`, whose first runner is there. */
    private void submitWhatIsNotClaimed() throws Exception {
        served.submit("late", "sleep", "0");
        Instant end = Instant.now().plusSeconds(20);
        while (served.noted("launched").isEmpty() && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void aPurgedRunTakesItsJobAndItsWorkFolderAndOneThatGoesOnIsRefused() throws Exception {
        served.submit("a", "sleep", "0");
        served.submit("b", "sleep", "60");
        served.await("a", "Completed");
        served.await("b", "Running");
        String job = served.job("a").get("id").textValue();
        assertThat(served.data().resolve("jobs/a")).isDirectory();

        assertThat(purge("a").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = purge("b");

        assertThat(served.data().resolve("jobs/a")).doesNotExist();
        assertThat(served.get("/api/v1/jobs/" + job).path("code").textValue()).isEqualTo("NOT_FOUND");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("run 'b' is Running and cannot be purged; cancel it first");
        assertThat(served.data().resolve("jobs/b")).isDirectory();
        assertThat(served.job("b").get("state").textValue()).isEqualTo("Running");
    }

    private HttpResponse<String> purge(String run) throws IOException {
        return served.send("POST", "/api/v1/runs/" + run + "/purge", "", "application/json");
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "RUNLORE_FULL", matches = "1")
    void threeHundredShortJobsRunOnceEachInTheirOrderWhileTheServerIsRestarted() throws Exception {
        List<String> runs = IntStream.range(0, 300).mapToObj(n -> "run-" + n).toList();
        for (String run : runs) {
            served.submit(run, "sleep", "0.05");
        }
        for (int restart = 1; restart <= 3; restart++) {
            served.await("run-" + restart * 70, "Completed");
            served.stop();
            served.start();
        }
        for (String run : runs) {
            served.await(run, "Completed");
        }
        List<String> started = new ArrayList<>(served.noted("started"));
        assertInWaves(served.noted("launched"), runs);
        Collections.sort(started);
        assertThat(started).doesNotHaveDuplicates().hasSize(300);
        assertThat(served.noted("recovered")).isEmpty();
    }
}
