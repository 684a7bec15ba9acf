// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every place that runs jobs has to keep. Its commands see this machine's files. */
public abstract class ComputeTargetContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    protected Path folder;

    private final List<Handle> submitted = new ArrayList<>();
    private ComputeTarget target;

    /** The target as a server finds it that has just started; it ends commands for certain after at most two seconds. */
    protected abstract ComputeTarget open();

    @BeforeEach
    void openTarget() {
        target = open();
    }

    @AfterEach
    void endWhatRuns() throws InterruptedException {
        submitted.forEach(target::cancel);
        for (Handle handle : submitted) {
            await(handle, State.ENDED);
        }
    }

    private void await(Handle handle, State state) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (target.poll(handle) != state && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(target.poll(handle)).isEqualTo(state);
    }

    private static CommandKey key() {
        return new CommandKey(UUID.randomUUID().toString());
    }

    private Handle submit(CommandKey key, Command command) throws IOException {
        Handle handle = target.submit(key, command);
        submitted.add(handle);
        return handle;
    }

    /** A line of the shell, with a word that only it has. */
    private Command shell(String line, Map<String, String> environment) {
        return command(environment, "/bin/sh", "-c", line, UUID.randomUUID().toString());
    }

    private Command shell(String line) {
        return shell(line, Map.of("PATH", "/usr/bin:/bin"));
    }

    private Command command(Map<String, String> environment, String... arguments) {
        return new Command(List.of(arguments), environment, folder, folder.resolve("output"));
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    @Test
    void aCommandRunsUntilItEnds() throws Exception {
        Handle handle = submit(key(), shell("while [ ! -e go ]; do sleep 0.05; done; echo done"));

        assertThat(target.poll(handle)).isEqualTo(State.RUNNING);
        Files.createFile(folder.resolve("go"));
        await(handle, State.ENDED);
        assertThat(output()).isEqualTo("done\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x; touch canary",
                "$(touch canary)",
                "`touch canary`",
                "a\ntouch canary",
                "-rf",
                "a 'b' \"c\"",
                ""
            })
    void argumentsArriveAsTheyAre(String argument) throws Exception {
        Handle handle =
                submit(key(), command(Map.of("PATH", "/usr/bin:/bin"), "/usr/bin/printf", "%s|", "1", argument, "2"));

        await(handle, State.ENDED);
        assertThat(output()).isEqualTo("1|" + argument + "|2|");
        assertThat(folder.resolve("canary")).doesNotExist();
    }

    @Test
    void aCommandHasTheVariablesThatItIsGivenAndNoOther() throws Exception {
        Handle handle = submit(key(), command(Map.of("A", "1 $B\n2", "PATH", "/usr/bin:/bin"), "/usr/bin/env", "-0"));

        await(handle, State.ENDED);
        assertThat(output().split("\0")).containsExactlyInAnyOrder("A=1 $B\n2", "PATH=/usr/bin:/bin");
    }

    @Test
    void aCommandStartsInItsFolderWithNothingToReadAndBothOutputsInOneFile() throws Exception {
        Files.writeString(folder.resolve("output"), "before\n");

        Handle handle = submit(key(), shell("pwd; cat; echo error >&2"));

        await(handle, State.ENDED);
        assertThat(output()).isEqualTo("before\n" + folder.toRealPath() + "\nerror\n");
    }

    @Test
    void oneKeyStartsOneCommand() throws Exception {
        CommandKey key = key();
        Command command = shell("echo started; sleep 60");
        Set<Handle> handles = ConcurrentHashMap.newKeySet();
        List<Callable<Boolean>> calls = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(n -> () -> handles.add(submit(key, command)))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                call.get();
            }
        }

        assertThat(handles).hasSize(1);
        awaitOutput("started\n");
        target = open();
        assertThat(submit(key, command)).isEqualTo(handles.iterator().next());
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(output()).isEqualTo("started\n");
    }

    private void awaitOutput(String expected) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!output().equals(expected) && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(output()).isEqualTo(expected);
    }

    @Test
    void anotherKeyStartsAnotherCommand() throws Exception {
        Handle first = submit(key(), shell("sleep 60"));

        assertThat(submit(key(), shell("sleep 60"))).isNotEqualTo(first);
    }

    @Test
    void aHandleIsGoodAfterARestart() throws Exception {
        Handle running = submit(key(), shell("sleep 60"));
        Handle ended = submit(key(), shell("true"));
        await(ended, State.ENDED);

        target = open();

        assertThat(target.poll(new Handle(running.text()))).isEqualTo(State.RUNNING);
        assertThat(target.poll(new Handle(ended.text()))).isEqualTo(State.ENDED);
    }

    @Test
    void aCanceledCommandEnds() throws Exception {
        Handle handle = submit(key(), shell("trap 'echo asked; exit' TERM; echo ready; while :; do sleep 0.05; done"));
        awaitOutput("ready\n");

        target.cancel(handle);
        target.cancel(handle);

        await(handle, State.ENDED);
        assertThat(output()).isEqualTo("ready\nasked\n");
        target.cancel(handle);
    }

    @Test
    void aCommandThatDoesNotWantToEndIsEnded() throws Exception {
        Handle handle = submit(key(), shell("trap '' TERM; echo ready; while :; do sleep 0.05; done"));
        awaitOutput("ready\n");

        target.cancel(handle);

        await(handle, State.ENDED);
    }

    @Test
    void whatCannotBeStartedSaysSo() {
        String missing = folder.resolve("none").toString();

        assertThatThrownBy(() -> submit(
                        key(), command(Map.of(), missing, UUID.randomUUID().toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1; kill -9 -1",
                "-1:5",
                "1:-5",
                "0:0",
                "1:0",
                "99999999999999999999:1",
                "1:1\n",
                "../../1:1"
            })
    void aHostileHandleNamesNothing(String text) {
        Handle handle = new Handle(text);

        assertThat(target.poll(handle)).isEqualTo(State.ENDED);
        target.cancel(handle);
        assertThat(ProcessHandle.of(1)).isPresent();
    }
}
