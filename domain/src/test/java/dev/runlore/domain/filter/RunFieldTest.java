// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunFieldTest {
    private static RunField metric(String name, Aggregate aggregate) {
        return new RunField.Metric(name, aggregate);
    }

    /** A text, its field, and the field's canonical text. */
    static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.of("metrics.loss", metric("loss", Aggregate.LAST), "metrics.loss"),
                Arguments.of("metrics.loss.last", metric("loss", Aggregate.LAST), "metrics.loss"),
                Arguments.of("metrics.loss.min", metric("loss", Aggregate.MIN), "metrics.loss.min"),
                Arguments.of("metrics.loss.max", metric("loss", Aggregate.MAX), "metrics.loss.max"),
                Arguments.of("metrics.loss.first", metric("loss", Aggregate.FIRST), "metrics.loss.first"),
                Arguments.of("metrics.loss.count", metric("loss", Aggregate.COUNT), "metrics.loss.count"),
                Arguments.of("metrics.a.b.min", metric("a.b", Aggregate.MIN), "metrics.a.b.min"),
                Arguments.of("metrics.loss.Min", metric("loss.Min", Aggregate.LAST), "metrics.loss.Min"),
                Arguments.of("metrics.min", metric("min", Aggregate.LAST), "metrics.min"),
                Arguments.of("metrics.min.max", metric("min", Aggregate.MAX), "metrics.min.max"),
                Arguments.of("metrics.\"loss.min\"", metric("loss.min", Aggregate.LAST), "metrics.\"loss.min\""),
                Arguments.of("metrics.\"loss.min\".max", metric("loss.min", Aggregate.MAX), "metrics.\"loss.min\".max"),
                Arguments.of("metrics.loss.min.max", metric("loss.min", Aggregate.MAX), "metrics.\"loss.min\".max"),
                Arguments.of("metrics.loss.\"min\"", metric("loss.min", Aggregate.LAST), "metrics.\"loss.min\""),
                Arguments.of("metrics.\"val loss\".last", metric("val loss", Aggregate.LAST), "metrics.\"val loss\""),
                Arguments.of(
                        "metrics.`val \"x\"`.min", metric("val \"x\"", Aggregate.MIN), "metrics.\"val \"\"x\"\"\".min"),
                Arguments.of("metrics.`a``b`", metric("a`b", Aggregate.LAST), "metrics.\"a`b\""),
                Arguments.of("metrics.`a.`.min", metric("a.", Aggregate.MIN), "metrics.\"a.\".min"),
                Arguments.of(
                        "metrics.system/gpu_0@1:x-y",
                        metric("system/gpu_0@1:x-y", Aggregate.LAST),
                        "metrics.system/gpu_0@1:x-y"),
                Arguments.of("metrics.top.5", metric("top.5", Aggregate.LAST), "metrics.top.5"),
                Arguments.of("metrics.précision", metric("précision", Aggregate.LAST), "metrics.précision"),
                Arguments.of("metrics.准确率", metric("准确率", Aggregate.LAST), "metrics.准确率"),
                Arguments.of("params.lr", new RunField.Parameter("lr"), "params.lr"),
                Arguments.of("params.lr.min", new RunField.Parameter("lr.min"), "params.lr.min"),
                Arguments.of("tags.\"a b\"", new RunField.Tag("a b"), "tags.\"a b\""),
                Arguments.of("tags.mlflow.runName", new RunField.Tag("mlflow.runName"), "tags.mlflow.runName"),
                Arguments.of(
                        "properties.azureml.git.commit",
                        new RunField.Property("azureml.git.commit"),
                        "properties.azureml.git.commit"),
                Arguments.of("  status ", Attribute.STATUS, "status"));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void readsAFieldAndPrintsItsCanonicalText(String text, RunField expected, String canonical) {
        RunField field = RunFieldParser.parse(text);
        assertThat(field).isEqualTo(expected);
        assertThat(field.text()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @EnumSource(Attribute.class)
    void readsEveryAttribute(Attribute attribute) {
        assertThat(RunFieldParser.parse(attribute.text())).isEqualTo(attribute);
    }

    @Test
    void theAttributesAreThoseOfTheContract() {
        assertThat(Arrays.stream(Attribute.values()).map(Attribute::text))
                .containsExactly(
                        "id",
                        "number",
                        "name",
                        "description",
                        "experiment",
                        "status",
                        "script",
                        "target",
                        "user",
                        "host",
                        "created",
                        "started",
                        "ended",
                        "duration",
                        "parent",
                        "archived",
                        "snapshot");
    }

    @Test
    void aFieldIsOneFieldAndNothingElse() {
        assertThatThrownBy(() -> RunFieldParser.parse("id, name"))
                .hasMessage("field, character 3: expected the end after one field but found ,\nid, name\n  ^");
        assertThatThrownBy(() -> RunFieldParser.parse("")).hasMessageContaining("expected a field such as");
        assertThatThrownBy(() -> RunFieldParser.parse("count(id)")).hasMessageContaining("there is no attribute count");
    }
}
