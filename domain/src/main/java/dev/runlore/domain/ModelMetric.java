// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/**
 * A point of a run's metric that says something of a logged model.
 *
 * @param time in milliseconds since 1970
 * @param dataset on which it was measured
 */
public record ModelMetric(RunId run, String key, double value, long time, long step, Optional<Dataset> dataset) {

    /** A data set by what it is called and what it holds. */
    public record Dataset(String name, String digest) {
        public Dataset {
            Limits.requireName("data set", name, Limits.EXPERIMENT_NAME);
            Limits.requireText("digest of a data set", digest, Limits.KEY);
        }
    }

    public ModelMetric {
        Limits.requireName("metric name", key, Limits.KEY);
    }
}
