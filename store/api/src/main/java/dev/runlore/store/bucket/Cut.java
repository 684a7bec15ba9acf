// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.bucket;

import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import java.util.Optional;

/**
 * How a series is cut: into {@code width} parts of equal length.
 *
 * @param from smallest x, inclusive; that of the points without
 * @param to greatest x, inclusive; that of the points without
 */
public record Cut(Axis axis, Optional<Double> from, Optional<Double> to, int width) {
    public Cut {
        if (width < 1 || width > Limits.BUCKETS) {
            throw RunloreException.invalid(
                    "width must be from 1 to " + Limits.BUCKETS + " buckets but is " + width + "; ask for fewer");
        }
        if (from.isPresent() && to.isPresent() && from.get() > to.get()) {
            throw RunloreException.invalid(
                    "from must not be above to but is " + from.get() + " and to is " + to.get() + "; swap them");
        }
    }

    /** Whether the cut has a place for such an x. */
    public boolean takes(double x) {
        return !(from.isPresent() && x < from.get()) && !(to.isPresent() && x > to.get());
    }
}
