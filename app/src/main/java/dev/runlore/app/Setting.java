// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import java.util.Locale;

/** What can be set of a server: as a flag, as a {@code RUNLORE_} variable, or as a key of {@code runlore.properties}, first hit. */
enum Setting {
    PORT("5055", "port to listen on; 0 takes any free one and prints it"),
    BIND("127.0.0.1", "address to listen on; any but a loopback address needs --auth token"),
    AUTH("none", "none, or token: every request then needs the data folder's token"),
    ALLOWED_HOSTS("", "further names, comma-separated, under which browsers and clients may ask"),
    IDLE_STOP("0", "minutes without requests after which the server ends by itself; 0 is never"),
    PARALLEL_JOBS("4", "submitted runs that this machine executes at once; the others wait"),
    CONNECTIONS("10000", "connections of clients that are open at once; others wait until one closes"),
    RUN_TABLE_MEMORY("256", "MiB for the values by which runs are filtered and sorted; 0 asks the database"),
    PATH_PREFIX("", "path such as /tracking below which MLflow clients are answered too, for a proxy that keeps it");

    private final String defaultValue;
    private final String description;

    Setting(String defaultValue, String description) {
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The name in {@code runlore.properties}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String flag() {
        return "--" + key();
    }

    String variable() {
        return "RUNLORE_" + name();
    }

    String defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }
}
