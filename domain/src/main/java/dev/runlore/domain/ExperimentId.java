// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** Number of an experiment, unique over the server, from 1. */
public record ExperimentId(long value) {
    public ExperimentId {
        if (value < 1) {
            throw RunloreException.invalid(
                    "experiment id must be a positive number but is " + value + "; use an id of the list");
        }
    }

    public static ExperimentId parse(String text) {
        try {
            return new ExperimentId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw RunloreException.invalid(
                    "experiment id must be a decimal number but is '" + Shown.text(text) + "'; use an id of the list");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
