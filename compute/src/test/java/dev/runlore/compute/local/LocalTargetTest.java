// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.compute.Command;
import dev.runlore.compute.CommandKey;
import dev.runlore.compute.ComputeTarget;
import dev.runlore.compute.ComputeTargetContract;
import dev.runlore.compute.Handle;
import dev.runlore.compute.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LocalTargetTest extends ComputeTargetContract {
    @Override
    protected ComputeTarget open() {
        return new LocalTarget(Duration.ofSeconds(1));
    }

    private Handle start(String line) throws Exception {
        String word = UUID.randomUUID().toString();
        return open().submit(
                        new CommandKey(word),
                        new Command(
                                List.of("/bin/sh", "-c", line, word),
                                Map.of("PATH", "/usr/bin:/bin"),
                                folder,
                                folder.resolve("output")));
    }

    private static ProcessHandle process(Handle handle) {
        return ProcessHandle.of(ProcessMark.of(handle).orElseThrow().pid()).orElseThrow();
    }

    @Test
    void aProcessHasASessionOfItsOwn() throws Exception {
        Handle handle = start("exec sleep 60");
        ProcessHandle process = process(handle);
        try {
            TimeUnit.MILLISECONDS.sleep(300);
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            assertThat(fields[3]).isEqualTo(Long.toString(process.pid()));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itsOutputIsItsOwners() throws Exception {
        ProcessHandle process = process(start("exec sleep 60"));
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("output"))))
                    .isEqualTo("rw-------");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aNumberThatAnotherProcessHasNowIsNotTheOldOne() throws Exception {
        Handle handle = start("exec sleep 60");
        ProcessHandle process = process(handle);
        try {
            ProcessMark mark = ProcessMark.of(handle).orElseThrow();
            Handle older = new ProcessMark(mark.pid(), mark.start() - 1).handle();
            assertThat(open().poll(older)).isEqualTo(State.ENDED);
            open().cancel(older);
            assertThat(open().poll(handle)).isEqualTo(State.RUNNING);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theServersOwnProcessIsNeverEnded() {
        Handle own = new ProcessTable()
                .find(ProcessHandle.current().pid())
                .orElseThrow()
                .handle();

        open().cancel(own);

        assertThat(open().poll(own)).isEqualTo(State.RUNNING);
    }
}
