// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a logged model is to change.
 *
 * @param status the new one; empty to leave it
 * @param untag keys to remove; each must be there
 * @param params to add; another value under a key that is there is refused
 */
public record LoggedModelChange(
        Optional<LoggedModelStatus> status, Tags tags, List<String> untag, Map<String, String> params) {
    public LoggedModelChange {
        tags.requireWithin(Limits.RUN_TAG);
        untag = List.copyOf(untag);
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        params.forEach(LoggedModelDraft::requireParameter);
    }

    public static LoggedModelChange of(LoggedModelStatus status) {
        return new LoggedModelChange(Optional.of(status), Tags.NONE, List.of(), Map.of());
    }

    public static LoggedModelChange of(Tags tags) {
        return new LoggedModelChange(Optional.empty(), tags, List.of(), Map.of());
    }

    public static LoggedModelChange untag(String key) {
        return new LoggedModelChange(Optional.empty(), Tags.NONE, List.of(key), Map.of());
    }

    public static LoggedModelChange of(Map<String, String> params) {
        return new LoggedModelChange(Optional.empty(), Tags.NONE, List.of(), params);
    }
}
