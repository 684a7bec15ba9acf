// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** What a model is called: any text of 1-250 characters without control characters. It is data, never a part of a path. */
public record ModelName(String value) {
    public ModelName {
        Limits.requireName("model name", value, Limits.MODEL_NAME);
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw RunloreException.invalid("model name '" + Shown.text(value)
                    + "' must not contain control characters such as line breaks; remove them");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
