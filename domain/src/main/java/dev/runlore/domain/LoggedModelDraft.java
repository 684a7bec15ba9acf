// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a logged model is made from.
 *
 * @param type what kind of model its maker says it is
 * @param source the run that made it
 */
public record LoggedModelDraft(
        LoggedModelId id,
        ExperimentId experiment,
        String name,
        Optional<String> type,
        Optional<RunId> source,
        Tags tags,
        Map<String, String> params) {
    public LoggedModelDraft {
        Limits.requireName("name of a logged model", name, Limits.EXPERIMENT_NAME);
        type.ifPresent(text -> Limits.requireText("type of a logged model", text, Limits.EXPERIMENT_NAME));
        tags.requireWithin(Limits.RUN_TAG);
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        params.forEach(LoggedModelDraft::requireParameter);
    }

    static void requireParameter(String key, String value) {
        Limits.requireName("parameter", key, Limits.KEY);
        Limits.requireText("parameter '" + Shown.text(key) + "'", value, Limits.PARAMETER);
    }
}
