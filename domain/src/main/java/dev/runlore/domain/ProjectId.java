// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.UUID;

/** Names a project on its server. */
public record ProjectId(UUID value) {
    /** @throws RunloreException INVALID_ARGUMENT when the text is no UUID */
    public static ProjectId parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return new ProjectId(id);
            }
        } catch (IllegalArgumentException e) {
            // said below, as for a text that only begins like one
        }
        throw RunloreException.invalid(
                "project id must be a UUID but is '" + Shown.text(text) + "'; list the projects for their ids");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
