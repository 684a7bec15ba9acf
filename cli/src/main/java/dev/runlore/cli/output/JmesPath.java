// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.smithy.jmespath.JmespathException;
import software.amazon.smithy.jmespath.JmespathExpression;
import software.amazon.smithy.jmespath.ast.LiteralExpression;

/**
 * {@code --query}: a JMESPath expression over plain values. It sees what JSON shows, so a number that is not finite is a
 * string, which no comparison of numbers matches.
 */
final class JmesPath {
    private JmesPath() {}

    static @Nullable Object evaluate(String expression, @Nullable Object tree) {
        try {
            LiteralExpression root = LiteralExpression.from(asJson(tree));
            return JmespathExpression.parse(expression)
                    .evaluate(root, OrderedRuntime.INSTANCE)
                    .getValue();
        } catch (JmespathException | IllegalArgumentException | UnsupportedOperationException e) {
            throw RunloreException.invalid("--query '" + Shown.text(expression) + "' cannot be answered: "
                    + VisibleText.of(String.valueOf(e.getMessage())) + "; see https://jmespath.org");
        }
    }

    private static @Nullable Object asJson(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                map.forEach((key, value) -> fields.put((String) key, asJson(value)));
                yield fields;
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(asJson(item)));
                yield items;
            }
            case Double number when !Double.isFinite(number) -> number.toString();
            case null, default -> tree;
        };
    }
}
