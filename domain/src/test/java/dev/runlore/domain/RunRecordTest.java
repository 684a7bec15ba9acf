// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunRecordTest {

    @Test
    void aMetricNameHas1To250Characters() {
        assertThat(scalar("模".repeat(250)).metric()).hasSize(250);
        assertThatThrownBy(() -> scalar("x".repeat(251)))
                .hasMessage("metric name must have at most 250 characters but has 251; shorten it");
        assertThatThrownBy(() -> scalar("")).hasMessageContaining("metric name").hasMessageContaining("empty");
        assertThatThrownBy(() -> scalar("a\u0000b")).hasMessageContaining("U+0000");
    }

    @Test
    void aStepIsExactOrRefused() {
        assertThat(step(0x1p53).step()).hasValue(0x1p53);
        assertThat(step(-0.5).step()).hasValue(-0.5);
        for (double bad : new double[] {0x1p53 * 2, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> step(bad))
                    .hasMessageContaining("step of metric 'loss'")
                    .hasMessageContaining("" + bad);
        }
    }

    @Test
    void columnsOfATableHaveOneLength() {
        assertThatThrownBy(() -> new RunRecord.Rows(
                        "t",
                        MetricKind.TABLE,
                        0,
                        OptionalDouble.empty(),
                        Map.of("x", List.of(Cell.of(1L)), "y", List.of(Cell.of(1L), Cell.of(2L)))))
                .hasMessageContaining("one length");
        assertThatThrownBy(() ->
                        new RunRecord.Rows("t", MetricKind.LIST, 0, OptionalDouble.empty(), Map.of("", List.of())))
                .hasMessageContaining("at least one value");
    }

    @Test
    void keysAndTextsHaveTheirLimits() {
        assertThatThrownBy(() -> new RunRecord.Tag("k".repeat(251), Optional.empty()))
                .hasMessageContaining("250");
        assertThatThrownBy(() -> new RunRecord.Tag("k", Optional.of("v".repeat(8001))))
                .hasMessageContaining("8000");
        assertThatThrownBy(() -> new RunRecord.Parameter("p", Cell.of("v".repeat(6001))))
                .hasMessageContaining("6000");
        assertThatThrownBy(() -> new RunRecord.Describe("d".repeat(8001))).hasMessageContaining("8000");
        assertThatThrownBy(() -> Cell.of("é".repeat(40_000)))
                .hasMessageContaining("65536")
                .hasMessageContaining("80000");
    }

    private static RunRecord.Rows scalar(String name) {
        return new RunRecord.Rows(
                name, MetricKind.SCALAR, 0, OptionalDouble.empty(), Map.of("", List.of(Cell.of(1.0))));
    }

    private static RunRecord.Rows step(double step) {
        return new RunRecord.Rows(
                "loss", MetricKind.SCALAR, 0, OptionalDouble.of(step), Map.of("", List.of(Cell.of(1.0))));
    }
}
