// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a statement with the values for its question marks. What users write is only ever among the values. */
record Clause(String sql, List<@Nullable Object> values) {
    Clause {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    static Clause of(String sql, @Nullable Object... values) {
        return new Clause(sql, Arrays.asList(values));
    }

    Clause then(Clause next) {
        List<@Nullable Object> both = new ArrayList<>(values);
        both.addAll(next.values);
        return new Clause(sql + next.sql, both);
    }

    Clause then(String next, @Nullable Object... more) {
        return then(of(next, more));
    }

    static Clause join(String separator, List<Clause> parts) {
        Clause joined = parts.getFirst();
        for (Clause part : parts.subList(1, parts.size())) {
            joined = joined.then(separator).then(part);
        }
        return joined;
    }

    /** As many question marks as there are values, in parentheses. */
    static Clause list(List<?> values) {
        return new Clause(
                "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")", new ArrayList<>(values));
    }

    @Nullable
    Object[] array() {
        return values.toArray();
    }
}
