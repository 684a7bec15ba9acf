// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.UUID;

/** Names one process that logs to one run; it numbers its records from 0. */
public record WriterId(UUID value) {

    public static WriterId parse(String text) {
        try {
            if (text.length() == 36) {
                return new WriterId(UUID.fromString(text));
            }
        } catch (IllegalArgumentException e) {
            // the sentence below says it
        }
        throw RunloreException.invalid("writer must be a UUID but is '" + Shown.text(text) + "'; make one a process");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
