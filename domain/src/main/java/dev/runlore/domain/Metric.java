// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.List;

/** Something logged under a name in a run: a table, seen by the summaries of its columns in the order in which they came. */
public record Metric(String name, MetricKind kind, List<Summary> columns) {
    public Metric {
        columns = List.copyOf(columns);
    }
}
