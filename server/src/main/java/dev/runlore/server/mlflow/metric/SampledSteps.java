// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which steps of several histories are shown: all when they are few, else evenly chosen ones and the ends of each history. */
final class SampledSteps {
    private SampledSteps() {}

    /** @param histories ordered by step */
    static NavigableSet<Long> of(Collection<History> histories, int most) {
        NavigableSet<Long> all = new TreeSet<>();
        NavigableSet<Long> ends = new TreeSet<>();
        for (History history : histories) {
            for (int i = 0; i < history.size(); i++) {
                all.add(history.step(i));
            }
            if (history.size() > 0) {
                ends.add(history.step(0));
                ends.add(history.step(history.size() - 1));
            }
        }
        if (all.size() <= most) {
            return all;
        }
        List<Long> sorted = new ArrayList<>(all);
        for (int i = 0; i < most; i++) {
            ends.add(sorted.get((int) ((long) i * sorted.size() / most)));
        }
        ends.add(sorted.getLast());
        return ends;
    }
}
