// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.store.ModelCondition;
import dev.runlore.store.ModelField;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts are kept as models with a tag, and every client asks for models without it. So, against the rule for other tags, what
 * does not have the tag is taken for what says that it is no prompt; and who asks nothing of it sees no prompts.
 */
final class Prompts {
    private static final ModelField TAG = new ModelField.Tag("mlflow.prompt.is_prompt");

    private Prompts() {}

    static List<ModelCondition> applied(List<ModelCondition> conditions) {
        List<ModelCondition> applied = new ArrayList<>();
        boolean isAsked = false;
        for (ModelCondition condition : conditions) {
            boolean isOfPrompts = condition.field().equals(TAG);
            isAsked |= isOfPrompts;
            applied.add(isOfPrompts ? withMissing(condition) : condition);
        }
        if (!isAsked) {
            applied.add(new ModelCondition(
                    TAG, new ModelCondition.Test.Compare(Operator.NOT_EQUAL, new Literal.Text("true")), true));
        }
        return applied;
    }

    private static ModelCondition withMissing(ModelCondition condition) {
        boolean holdsOfFalse = condition.test() instanceof ModelCondition.Test.Compare(Operator operator, Literal value)
                && (operator == Operator.EQUAL) == value.equals(new Literal.Text("false"));
        return new ModelCondition(condition.field(), condition.test(), holdsOfFalse);
    }
}
