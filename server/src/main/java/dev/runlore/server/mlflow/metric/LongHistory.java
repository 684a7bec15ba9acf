// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.PageToken;
import dev.runlore.store.MetricStore;
import java.util.Optional;

/** A history that is too long to be held: read along the order in which it came, when that is its order. */
record LongHistory(MetricStore store, MetricColumn column) {
    private static final String STRAIGHT = "along.";

    /** A part of a history and where the next begins. */
    record Part(History points, Optional<String> next) {}

    static boolean isOf(Optional<PageToken> token) {
        return token.filter(text -> text.value().startsWith(STRAIGHT)).isPresent();
    }

    /** Whether the points came in their order; looks at all of them. */
    boolean isOrdered() {
        Optional<Place> last = Optional.empty();
        for (History part : column.parts(store)) {
            if (!part.isOrdered() || isBefore(part, last)) {
                return false;
            }
            last = part.size() == 0 ? last : Optional.of(Place.after(part, part.size()));
        }
        return true;
    }

    private static boolean isBefore(History part, Optional<Place> last) {
        return part.size() > 0 && last.isPresent() && part.compare(0, last.get()) < 0;
    }

    /** At most so many points. */
    Part read(Optional<PageToken> token, int most) {
        Optional<PageToken> from = token.map(text -> new PageToken(text.value().substring(STRAIGHT.length())));
        MetricStore.PointPage page = column.page(store, most, from);
        return new Part(History.of(page), page.next().map(next -> STRAIGHT + next.value()));
    }
}
