// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.Optional;

/** Keys of metrics' names. */
final class MetricKeys {
    private MetricKeys() {}

    /** The key of a metric's one column without a name, which is what filters and orders speak of. */
    static Optional<Long> find(Session session, long workspace, String metric) {
        return session.first(
                "SELECT key_id FROM metric_key WHERE workspace_id = ? AND name = ? AND col = ''",
                row -> row.getLong(1),
                workspace,
                metric);
    }
}
