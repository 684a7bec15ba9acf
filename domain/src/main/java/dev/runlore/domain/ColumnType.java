// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Locale;

/** Type of the cells of a metric's column; none cells leave it as it is, two different types make it mixed. */
public enum ColumnType {
    DOUBLE,
    INT,
    BOOL,
    TEXT,
    NONE,
    MIXED;

    /** The name on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public ColumnType with(ColumnType next) {
        if (this == next || next == NONE) {
            return this;
        }
        return this == NONE ? next : MIXED;
    }
}
