// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app.log;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Makes SLF4J write {@link JsonLines}: our own packages from INFO, libraries from WARN. Found by SLF4J as a service.
 *
 * <p>A provider of our own because the usual one adds 65 ms to every start, of which the server has one second.
 */
public final class JsonLogProvider implements SLF4JServiceProvider, ILoggerFactory {
    /** System property that a command with an output of its own sets before the first logger is made. */
    public static final String ONLY_WARNINGS = "runlore.log.onlyWarnings";

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new BasicMDCAdapter();
    private final JsonLines lines = new JsonLines(System.err, InstantSource.system());

    @Override
    public void initialize() {}

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, it -> new JsonLogger(it, threshold(it), lines));
    }

    static Level threshold(String name) {
        boolean all = name.startsWith("dev.runlore.") && System.getProperty(ONLY_WARNINGS) == null;
        return all ? Level.INFO : Level.WARN;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
