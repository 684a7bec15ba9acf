// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A column of a list of runs: a field, or something that can be shown but neither asked about nor sorted by. */
public sealed interface RunColumn {

    /** The canonical text, which is the column's key in an answer. */
    String text();

    /** One value a run. */
    record Field(RunField field) implements RunColumn {
        @Override
        public String text() {
            return field.text();
        }
    }

    /** What a run has besides its fields. */
    enum Detail implements RunColumn {
        /** The last value of every scalar metric, by name. */
        METRICS("metrics"),
        PARAMS("params"),
        TAGS("tags"),
        PROPERTIES("properties"),
        /** The paths of all artifacts. */
        ARTIFACTS("artifacts"),
        ARGUMENTS("arguments"),
        HEARTBEAT("heartbeat"),
        EXPERIMENT_UUID("experimentUuid"),
        USER_ID("userId"),
        REVISION("revision");

        private final String text;

        Detail(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        static Optional<Detail> find(String word) {
            return Arrays.stream(values()).filter(d -> d.text.equals(word)).findFirst();
        }

        /** All of them as a sentence's list. */
        static String list() {
            return Arrays.stream(values()).map(Detail::text).collect(Collectors.joining(", "));
        }
    }
}
