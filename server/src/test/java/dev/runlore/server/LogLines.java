// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** What the server logs as errors until this is closed. Thread-safe. */
final class LogLines extends Handler implements AutoCloseable {
    private final List<String> errors = new CopyOnWriteArrayList<>();

    LogLines() {
        TestingServer.LOG.addHandler(this);
    }

    List<String> errors() {
        return errors;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().equals(Level.SEVERE)) {
            errors.add(line.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        TestingServer.LOG.removeHandler(this);
    }
}
