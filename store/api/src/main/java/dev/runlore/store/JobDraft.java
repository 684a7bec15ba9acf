// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.JobId;
import dev.runlore.domain.Launch;
import dev.runlore.domain.RunDraft;
import java.util.List;

/**
 * What a run and its job are made from.
 *
 * @param submission whatever else was asked, as text; the same submission is always the same text
 */
public record JobDraft(JobId id, RunDraft run, Launch launch, List<String> warnings, String submission) {
    public JobDraft {
        warnings = List.copyOf(warnings);
    }
}
