// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The processes of this machine. On Linux a start is counted in clock ticks since the boot, which no change of the clock moves;
 * elsewhere in milliseconds since 1970.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    /** Where the state and the start stand behind the program's name, which is in parentheses and may hold anything. */
    private static final int STATE = 0;

    private static final int START = 19;

    private final boolean hasTicks = Files.isReadable(PROC.resolve("self/stat"));

    /** The mark of a process that lives; empty when there is none. One that has ended and was not waited for does not live. */
    Optional<ProcessMark> find(long pid) {
        return hasTicks ? ofTicks(pid) : ofClock(pid);
    }

    boolean isAlive(ProcessMark mark) {
        return find(mark.pid()).filter(mark::equals).isPresent();
    }

    /** A living process of this user that was given exactly these arguments, whatever its program calls itself. */
    Optional<ProcessMark> find(List<String> arguments) {
        Optional<String> user = ProcessHandle.current().info().user();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().user().equals(user))
                .filter(process -> process.info()
                        .arguments()
                        .filter(given -> List.of(given).equals(arguments))
                        .isPresent())
                .flatMap(process -> find(process.pid()).stream())
                .findFirst();
    }

    private static Optional<ProcessMark> ofTicks(long pid) {
        String stat;
        try {
            stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return Optional.empty();
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        boolean isDead = "ZXx".contains(fields[STATE]);
        return isDead ? Optional.empty() : Optional.of(new ProcessMark(pid, Long.parseLong(fields[START])));
    }

    private static Optional<ProcessMark> ofClock(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(start -> new ProcessMark(pid, start.toEpochMilli()));
    }
}
