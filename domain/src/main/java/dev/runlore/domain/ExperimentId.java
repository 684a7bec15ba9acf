// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** Number of an experiment, unique over the server; 0 is that of the first one called {@link RunDraft#DEFAULT_EXPERIMENT}. */
public record ExperimentId(long value) {
    public static final ExperimentId DEFAULT = new ExperimentId(0);

    public ExperimentId {
        if (value < 0) {
            throw RunloreException.invalid(
                    "experiment id must be a number from 0 but is " + value + "; use an id of the list");
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
