// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.LikePattern;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.domain.filter.RunField;
import java.util.List;
import java.util.Set;

/** A condition on a text: what it asks of whatever field it is about. */
sealed interface TextTest {
    record Equals(String text, boolean negated) implements TextTest {}

    /** @param pattern where only % and _ have a meaning */
    record Like(String pattern, boolean ignoresCase) implements TextTest {
        LikePattern compiled() {
            return new LikePattern(pattern.replace("\\", "\\\\"), ignoresCase);
        }
    }

    record In(Set<String> texts, boolean negated) implements TextTest {
        public In {
            texts = Set.copyOf(texts);
        }
    }

    default boolean test(String value) {
        return switch (this) {
            case Equals(String text, boolean negated) -> value.equals(text) != negated;
            case Like like -> like.compiled().matches(value);
            case In(Set<String> texts, boolean negated) -> texts.contains(value) != negated;
        };
    }

    /** The same, asked of a field. */
    default Filter of(RunField field) {
        return switch (this) {
            case Equals(String text, boolean negated) ->
                new Filter.Comparison(field, negated ? Operator.NOT_EQUAL : Operator.EQUAL, new Literal.Text(text));
            case Like like -> new Filter.Like(field, like.compiled());
            case In(Set<String> texts, boolean negated) -> {
                List<Literal> literals =
                        texts.stream().sorted().<Literal>map(Literal.Text::new).toList();
                Filter in = new Filter.In(field, literals);
                yield negated ? new Filter.Not(in) : in;
            }
        };
    }
}
