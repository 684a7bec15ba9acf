// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.filter.LikePattern;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import java.util.List;

/**
 * One condition of a search for models.
 *
 * @param orMissing whether what does not have the field matches too
 */
public record ModelCondition(ModelField field, Test test, boolean orMissing) {

    /** What is asked of a field's value. */
    public sealed interface Test {
        record Compare(Operator operator, Literal value) implements Test {}

        record Like(LikePattern pattern) implements Test {}

        record OneOf(List<String> values, boolean negated) implements Test {
            public OneOf {
                values = List.copyOf(values);
            }
        }
    }

    public ModelCondition(ModelField field, Test test) {
        this(field, test, false);
    }
}
