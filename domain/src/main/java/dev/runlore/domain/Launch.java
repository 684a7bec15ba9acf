// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Arrays;
import java.util.Locale;

/** Who starts the runner of a job. */
public enum Launch {
    /** The server, on its own host, when the job's turn has come. */
    SERVER,
    /** Whoever submitted, at once and where they are. */
    SUBMITTER;

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Launch parse(String word) {
        return Arrays.stream(values())
                .filter(launch -> launch.word().equals(word))
                .findFirst()
                .orElseThrow(() -> RunloreException.invalid(
                        "launch must be server or submitter but is '" + Shown.text(word) + "'; use one of them"));
    }
}
