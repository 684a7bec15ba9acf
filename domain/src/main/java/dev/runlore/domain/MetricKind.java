// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Arrays;
import java.util.Locale;

/** What a metric was logged as. The first kind logged under a name in a run is the metric's kind there. */
public enum MetricKind {
    SCALAR,
    LIST,
    TABLE,
    IMAGE,
    ACCURACY_TABLE,
    CONFUSION_MATRIX,
    PREDICTIONS,
    RESIDUALS;

    /** The name on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a row of it is the path of an artifact that holds the value. */
    public boolean isArtifact() {
        return compareTo(IMAGE) >= 0;
    }

    public static MetricKind parse(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> RunloreException.invalid("metric kind '" + Shown.text(word) + "' is unknown; use one of "
                                + Arrays.stream(values()).map(MetricKind::word).toList()));
    }
}
