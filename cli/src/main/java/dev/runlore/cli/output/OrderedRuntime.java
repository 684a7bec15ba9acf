// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.smithy.jmespath.LiteralExpressionJmespathRuntime;
import software.amazon.smithy.jmespath.RuntimeType;
import software.amazon.smithy.jmespath.ast.LiteralExpression;
import software.amazon.smithy.jmespath.evaluation.JmespathRuntime;
import software.amazon.smithy.jmespath.evaluation.NumberType;

/**
 * The library's own runtime, but for one thing: the keys of {@code {a: x, b: y}} stay in the order in which they were written,
 * which is the order of a table's columns.
 */
final class OrderedRuntime implements JmespathRuntime<LiteralExpression> {
    static final OrderedRuntime INSTANCE = new OrderedRuntime();
    private static final LiteralExpressionJmespathRuntime LITERALS = LiteralExpressionJmespathRuntime.INSTANCE;

    private OrderedRuntime() {}

    @Override
    public ObjectBuilder<LiteralExpression> objectBuilder() {
        return new OrderedObject();
    }

    private static final class OrderedObject implements ObjectBuilder<LiteralExpression> {
        private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

        @Override
        public void put(LiteralExpression key, LiteralExpression value) {
            fields.put(key.expectStringValue(), value.getValue());
        }

        @Override
        public void putAll(LiteralExpression object) {
            fields.putAll(object.expectObjectValue());
        }

        @Override
        public LiteralExpression build() {
            return LiteralExpression.from(fields);
        }
    }

    @Override
    public RuntimeType typeOf(LiteralExpression value) {
        return LITERALS.typeOf(value);
    }

    @Override
    public LiteralExpression createNull() {
        return LITERALS.createNull();
    }

    @Override
    public LiteralExpression createBoolean(boolean value) {
        return LITERALS.createBoolean(value);
    }

    @Override
    public boolean asBoolean(LiteralExpression value) {
        return LITERALS.asBoolean(value);
    }

    @Override
    public LiteralExpression createString(String value) {
        return LITERALS.createString(value);
    }

    @Override
    public String asString(LiteralExpression value) {
        return LITERALS.asString(value);
    }

    @Override
    public LiteralExpression createNumber(Number value) {
        return LITERALS.createNumber(value);
    }

    @Override
    public NumberType numberType(LiteralExpression value) {
        return LITERALS.numberType(value);
    }

    @Override
    public Number asNumber(LiteralExpression value) {
        return LITERALS.asNumber(value);
    }

    @Override
    public ArrayBuilder<LiteralExpression> arrayBuilder() {
        return LITERALS.arrayBuilder();
    }

    @Override
    public LiteralExpression element(LiteralExpression array, int index) {
        return LITERALS.element(array, index);
    }

    @Override
    public LiteralExpression value(LiteralExpression object, LiteralExpression key) {
        return LITERALS.value(object, key);
    }

    @Override
    public int length(LiteralExpression value) {
        return LITERALS.length(value);
    }

    @Override
    public Iterable<LiteralExpression> asIterable(LiteralExpression value) {
        return LITERALS.asIterable(value);
    }
}
