// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.store.Archived;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which runs a question is about. */
record RunSelection(Optional<String> experiment, Filter filter, Archived archived) {

    /** The whole of it as one filter. */
    Filter whole() {
        List<Filter> parts = new ArrayList<>();
        if (archived != Archived.ALL) {
            parts.add(new Filter.Comparison(
                    Attribute.ARCHIVED, Operator.EQUAL, new Literal.Flag(archived == Archived.YES)));
        }
        experiment.ifPresent(
                name -> parts.add(new Filter.Comparison(Attribute.EXPERIMENT, Operator.EQUAL, new Literal.Text(name))));
        if (!(filter instanceof Filter.All)) {
            parts.add(filter);
        }
        return switch (parts.size()) {
            case 0 -> new Filter.All();
            case 1 -> parts.getFirst();
            default -> new Filter.And(parts);
        };
    }

    /** The whole of it as a condition over the run's row {@code r}. */
    Clause condition(FieldSql fields, long workspace) {
        Clause condition = Clause.of("r.workspace_id = ?", workspace);
        if (archived != Archived.ALL) {
            condition = condition.then(" AND r.archived = ?", archived == Archived.YES);
        }
        if (experiment.isPresent()) {
            condition = condition.then(
                    " AND r.experiment_id = (SELECT experiment_id FROM experiment WHERE workspace_id = ? AND name = ?)",
                    workspace,
                    experiment.get());
        }
        if (filter instanceof Filter.All) {
            return condition;
        }
        return condition.then(" AND ").then(new FilterSql(fields).condition(filter));
    }
}
