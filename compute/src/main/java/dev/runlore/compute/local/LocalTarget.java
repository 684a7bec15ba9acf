// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute.local;

import dev.runlore.compute.Command;
import dev.runlore.compute.CommandKey;
import dev.runlore.compute.ComputeTarget;
import dev.runlore.compute.Handle;
import dev.runlore.compute.State;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This host: a command is a process of its own session, so that it outlives the server and the terminal that the server runs in.
 * Its handle is {@code <pid>:<start>}. Thread-safe.
 */
public final class LocalTarget implements ComputeTarget {
    private static final String NAME = "local";
    private static final int REMEMBERED = 10_000;

    private final ProcessTable processes = new ProcessTable();
    private final ProcessStart start = new ProcessStart();
    private final ReentrantLock one = new ReentrantLock();
    private final Map<CommandKey, Handle> handles = new LinkedHashMap<>();
    private final Executor later;

    public LocalTarget() {
        this(Duration.ofSeconds(10));
    }

    /** @param patience between asking a process to end and ending it */
    LocalTarget(Duration patience) {
        later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Handle submit(CommandKey key, Command command) throws IOException {
        one.lock();
        try {
            Handle known = handles.get(key);
            if (known != null) {
                return known;
            }
            Optional<ProcessMark> running = processes.find(arguments(command));
            Handle handle = (running.isPresent() ? running.get() : start(command)).handle();
            handles.put(key, handle);
            if (handles.size() > REMEMBERED) {
                handles.remove(handles.keySet().iterator().next());
            }
            return handle;
        } finally {
            one.unlock();
        }
    }

    private static List<String> arguments(Command command) {
        return command.arguments().subList(1, command.arguments().size());
    }

    private ProcessMark start(Command command) throws IOException {
        long pid = start.start(command);
        // one that has ended already needs no start to be told from others: nothing has started at 0
        return processes.find(pid).orElse(new ProcessMark(pid, 0));
    }

    @Override
    public State poll(Handle handle) {
        return ProcessMark.of(handle).filter(processes::isAlive).isPresent() ? State.RUNNING : State.ENDED;
    }

    @Override
    public void cancel(Handle handle) {
        Optional<ProcessHandle> found = ProcessMark.of(handle)
                .filter(processes::isAlive)
                .flatMap(mark -> ProcessHandle.of(mark.pid()))
                .filter(process -> !process.equals(ProcessHandle.current()));
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle process = found.get();
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        later.execute(() -> {
            // one that had its time to end well leaves nothing behind
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        });
    }
}
