// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/** What a model is made from. */
public record ModelDraft(ModelName name, Optional<String> description, Tags tags) {
    public ModelDraft {
        description.ifPresent(text -> Limits.requireText("description", text, Limits.DESCRIPTION));
    }
}
