// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.RunId;
import java.time.Instant;
import java.util.HexFormat;

/** Ids of submitted runs: {@code <experiment>_<seconds since 1970>_<8 hex digits>}. */
final class SubmittedRunId {
    private static final int LONGEST_NAME = 200;
    private static final String NAMELESS = "run";

    private SubmittedRunId() {}

    static RunId of(String experiment, Instant now, int random) {
        String slug = experiment.replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^[_-]+", "");
        String name = slug.isEmpty() ? NAMELESS : slug.substring(0, Math.min(LONGEST_NAME, slug.length()));
        return new RunId(
                name + "_" + now.getEpochSecond() + "_" + HexFormat.of().toHexDigits(random));
    }
}
