// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the rows of a run's log reach, neighbours taken together: so a point is looked for in few of them. Of bounded size,
 * whatever the log has. For the writing thread.
 */
final class LogSpans {
    private static final int MOST = 512;
    /** Points with which a span is full. */
    private static final long FULL = 1_000;

    private final List<Span> spans = new ArrayList<>();

    /** Log rows that follow each other. */
    static final class Span {
        private final long first;
        private long last;
        private long points;
        private final Reach reach = new Reach();

        private Span(long first) {
            this.first = first;
        }

        long first() {
            return first;
        }

        long last() {
            return last;
        }

        Reach reach() {
            return reach;
        }

        private void add(long last, long points, Reach reach) {
            this.last = last;
            this.points += points;
            this.reach.add(reach);
        }
    }

    /** Takes in the next row. */
    void add(long seq, LogRow row) {
        Reach reach = new Reach();
        for (LogRow.Block block : row.blocks().values()) {
            for (int i = 0; i < block.rows(); i++) {
                reach.add(block.time(i), block.step(i));
            }
        }
        add(seq, row.cells(), reach);
    }

    /** Takes in the next row: how many points it has, and where these reach. */
    void add(long seq, long points, Reach reach) {
        if (spans.isEmpty() || spans.getLast().points + points > FULL) {
            spans.add(new Span(seq));
        }
        spans.getLast().add(seq, points, reach);
        if (spans.size() > MOST) {
            halve();
        }
    }

    private void halve() {
        List<Span> before = List.copyOf(spans);
        spans.clear();
        for (int i = 0; i < before.size(); i++) {
            Span span = before.get(i);
            if (i % 2 == 0) {
                spans.add(span);
            } else {
                spans.getLast().add(span.last, span.points, span.reach);
            }
        }
    }

    /**
     * Takes out the oldest rows.
     *
     * @param last the newest of them
     * @param left the newest row that some of their points lie in now; negative when there is none
     */
    void seal(long last, long left) {
        Span joined = new Span(0);
        spans.stream().filter(span -> span.first <= last).forEach(span -> joined.add(left, span.points, span.reach));
        spans.removeIf(span -> span.last <= last);
        if (left >= 0) {
            spans.addFirst(joined);
        }
    }

    /** Those that may have points of such a reach, the newest first. */
    List<Span> meeting(Reach wanted) {
        return spans.reversed().stream()
                .filter(span -> span.reach.meets(wanted))
                .toList();
    }
}
