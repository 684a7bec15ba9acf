// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.FieldType;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.TextNumber;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The groups of runs that come one by one. */
final class GroupFold {
    private final GroupQuery query;
    private final Map<List<Optional<String>>, Group> groups = new HashMap<>();

    /** One group so far. */
    static final class Group {
        private final RunningStatistics[] values;
        private long runs;

        private Group(int size) {
            values = Stream.generate(RunningStatistics::new).limit(size).toArray(RunningStatistics[]::new);
        }

        /** Counts a run. */
        void run() {
            runs++;
        }

        /** Counts one run's value of the field at that place of the query. */
        void add(int field, double value) {
            values[field].add(value);
        }
    }

    GroupFold(GroupQuery query) {
        this.query = query;
    }

    /** The group of a key. */
    Group group(List<Optional<String>> key) {
        Group group = groups.get(key);
        if (group == null) {
            if (groups.size() == GroupQuery.MOST_GROUPS) {
                throw RunloreException.invalid("runs must fall into at most " + GroupQuery.MOST_GROUPS
                        + " groups but by "
                        + String.join(
                                ", ", query.by().stream().map(RunField::text).toList())
                        + " into more; filter them, or group by another field");
            }
            group = new Group(query.values().size());
            groups.put(key, group);
        }
        return group;
    }

    List<RunGroup> groups() {
        return groups.entrySet().stream()
                .sorted((a, b) -> compare(a.getKey(), b.getKey()))
                .map(entry -> new RunGroup(
                        entry.getKey(),
                        entry.getValue().runs,
                        Arrays.stream(entry.getValue().values)
                                .map(RunningStatistics::statistics)
                                .toList()))
                .toList();
    }

    private int compare(List<Optional<String>> a, List<Optional<String>> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = compare(query.by().get(i), a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(RunField field, Optional<String> a, Optional<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        if (field.type() == FieldType.STATUS) {
            return RunStatus.parse(a.get()).compareTo(RunStatus.parse(b.get()));
        }
        int numbers = field.type() == FieldType.TEXT_OR_NUMBER ? numbers(a.get(), b.get()) : 0;
        return numbers != 0 ? numbers : Texts.compare(a.get(), b.get());
    }

    /** Numbers by their value before texts that are none. */
    private static int numbers(String a, String b) {
        Numbers both = new Numbers();
        both.reserve(2);
        both.put(0, TextNumber.of(a));
        both.put(1, TextNumber.of(b));
        int ranks = Integer.compare(both.rank(0), both.rank(1));
        return ranks != 0 || both.rank(0) == 1 ? ranks : both.compare(0, 1);
    }
}
