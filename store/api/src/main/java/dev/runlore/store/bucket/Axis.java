// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.bucket;

/** What a chart has along x. */
public sealed interface Axis {

    /** What a point has by itself. */
    enum Own implements Axis {
        /** The point's step, or its index among the numbers of the series without one. */
        STEP,
        /** Milliseconds since 1970. */
        TIME,
        /** Milliseconds since the first number of the series that arrived. */
        RELATIVE
    }

    /**
     * What another series of the run said last: at the greatest step up to that of the point, or at the latest time up to its time
     * where either series has numbers without steps; of several at one step or time the one that arrived last. Points before the
     * first number of the other series, and those at which it is NaN or infinite, have no place on this axis.
     *
     * @param column empty for a scalar or a list
     */
    record Other(String metric, String column) implements Axis {}
}
