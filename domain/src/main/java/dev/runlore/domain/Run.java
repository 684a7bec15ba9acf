// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One recorded execution as it stands at a revision. Times are the client's where it told them. */
public record Run(
        RunId id,
        long number,
        ExperimentRef experiment,
        Optional<String> name,
        Optional<String> description,
        RunStatus status,
        Optional<RunId> parent,
        int children,
        Optional<String> script,
        List<String> arguments,
        String target,
        User user,
        Optional<String> host,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> ended,
        boolean heartbeat,
        boolean archived,
        Optional<String> snapshot,
        long revision,
        Tags tags,
        Map<String, String> properties,
        Map<String, Cell> params,
        Optional<RunError> error,
        List<RunWarning> warnings,
        List<WriterState> writers) {

    public record ExperimentRef(ExperimentId id, UUID uuid, String name) {}

    public record RunWarning(Instant at, String text) {}

    public Run {
        arguments = List.copyOf(arguments);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        warnings = List.copyOf(warnings);
        writers = List.copyOf(writers);
    }

    /** From start to end, never negative; empty before the end. */
    public Optional<Duration> duration() {
        if (started.isEmpty() || ended.isEmpty()) {
            return Optional.empty();
        }
        Duration between = Duration.between(started.get(), ended.get());
        return Optional.of(between.isNegative() ? Duration.ZERO : between);
    }
}
