// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CellsTest {

    static Stream<Cell> everyKindKeepsItsTypeThroughJson() {
        return Stream.of(
                Cell.of(0.1),
                Cell.of(-0.0),
                Cell.of(5.0),
                Cell.of(1e308),
                Cell.of(Double.MIN_VALUE),
                Cell.of(Double.NaN),
                Cell.of(Double.POSITIVE_INFINITY),
                Cell.of(Double.NEGATIVE_INFINITY),
                Cell.of(5L),
                Cell.of((1L << 53) + 1),
                Cell.of(Long.MIN_VALUE),
                Cell.of(Long.MAX_VALUE),
                Cell.of(true),
                Cell.of(false),
                Cell.of(""),
                Cell.of("NaN"),
                Cell.of("-Infinity"),
                Cell.of("précision 準確率 😀"),
                Cell.NONE);
    }

    @ParameterizedTest
    @MethodSource
    void everyKindKeepsItsTypeThroughJson(Cell cell) throws IOException {
        byte[] json = JsonTree.write(Cells.write(cell));
        assertThat(Cells.read(JsonTree.read(new ByteArrayInputStream(json)))).isEqualTo(cell);
    }

    @org.junit.jupiter.api.Test
    void anIntegerBeyondInt64IsText() throws IOException {
        byte[] json = "18446744073709551616".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Cells.read(JsonTree.read(new ByteArrayInputStream(json))))
                .isEqualTo(Cell.of("18446744073709551616"));
    }
}
