// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/**
 * What a request wants, as far as tokens care.
 *
 * @param template the route's path, such as {@code /api/v1/runs/{run}}; empty when there is no route
 * @param run the segment of that name, as it was sent
 * @param job the segment of that name, as it was sent
 */
record Asked(Permission permission, String template, Optional<String> run, Optional<String> job) {
    /** Something that no route answers. */
    static final Asked NOTHING = new Asked(Permission.READ, "", Optional.empty(), Optional.empty());

    private static final String RUN = "/api/v1/runs/{run}";

    static Asked of(Route route, Context context) {
        Map<String, String> segments = context.pathParamMap();
        return new Asked(
                route.permission(),
                route.path(),
                Optional.ofNullable(segments.get("run")),
                Optional.ofNullable(segments.get("job")));
    }

    /** Whether it writes something of a run in the scope: what it is, its parts, or the bytes that they name. */
    boolean isWriteIn(Scope scope) {
        if (permission != Permission.WRITE) {
            return false;
        }
        boolean isBytes = template.startsWith("/api/v1/blobs/") || template.startsWith("/api/v1/snapshots");
        boolean isRun = template.equals(RUN) || template.startsWith(RUN + "/");
        return isBytes
                || isRun && run.flatMap(Asked::runId).filter(scope::covers).isPresent();
    }

    private static Optional<RunId> runId(String segment) {
        try {
            return Optional.of(new RunId(segment));
        } catch (RunloreException noRunId) {
            return Optional.empty();
        }
    }

    boolean isOfJob(String id) {
        return job.filter(id::equals).isPresent();
    }
}
