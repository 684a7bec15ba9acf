// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.MetricKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** A metric of a run that is being written to. Its id is that of its first series. For the writing thread. */
record MetricState(long id, MetricKind kind, Map<String, SeriesState> columns) {
    MetricState(long id, MetricKind kind) {
        this(id, kind, new LinkedHashMap<>(2));
    }
}
