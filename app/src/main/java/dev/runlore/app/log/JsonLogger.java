// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** Hands what passes its threshold to {@link JsonLines}, with the event's keys and those of the thread's MDC. */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1L;

    private final transient Level threshold;
    private final transient JsonLines lines;

    JsonLogger(String name, Level threshold, JsonLines lines) {
        this.name = name;
        this.threshold = threshold;
        this.lines = lines;
    }

    @Override
    public void log(LoggingEvent event) {
        Map<String, String> keys = new LinkedHashMap<>();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> keys.put(pair.key, String.valueOf(pair.value)));
        }
        write(event.getLevel(), keys, format(event.getMessage(), event.getArgumentArray()), event.getThrowable());
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable error) {
        write(level, new LinkedHashMap<>(), format(message, arguments), error);
    }

    private static String format(String message, @Nullable Object @Nullable [] arguments) {
        return String.valueOf(MessageFormatter.basicArrayFormat(message, arguments));
    }

    private void write(Level level, Map<String, String> keys, String message, @Nullable Throwable error) {
        if (!passes(level)) {
            return;
        }
        Map<String, String> context = MDC.getCopyOfContextMap();
        if (context != null) {
            context.forEach(keys::putIfAbsent);
        }
        lines.write(level, name, message, keys, error);
    }

    private boolean passes(Level level) {
        return level.toInt() >= threshold.toInt();
    }

    @Override
    public boolean isTraceEnabled() {
        return passes(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return passes(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return passes(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return passes(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }
}
