// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextNumberTest {
    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("10", 10L),
                Arguments.of("-0", 0L),
                Arguments.of("+7", 7L),
                Arguments.of("007", 7L),
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("9223372036854775808", 9223372036854775808.0),
                Arguments.of("0.1", 0.1),
                Arguments.of("1.", 1.0),
                Arguments.of("-.5", -0.5),
                Arguments.of("1e-05", 1e-05),
                Arguments.of("1E400", Double.POSITIVE_INFINITY),
                Arguments.of("inf", Double.POSITIVE_INFINITY),
                Arguments.of("+Inf", Double.POSITIVE_INFINITY),
                Arguments.of("-Infinity", Double.NEGATIVE_INFINITY));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void readsTheNumbersThatProgramsPrint(String text, Number expected) {
        assertThat(TextNumber.of(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", " 1", "1 ", "auto", "nan", "NaN", "0x10", "1f", "1d", "1_000", "1,5", "1e", ".", "-", "٣",
                "1e5.0"
            })
    void everyOtherTextIsNotANumber(String text) {
        assertThat(TextNumber.of(text)).isEqualTo(Double.NaN);
    }

    @Test
    void aLongTextOfDigitsIsReadInOnePass() {
        assertThat(TextNumber.of("0".repeat(60_000) + "1")).isEqualTo(1L);
        assertThat(TextNumber.of("1".repeat(60_000) + "x")).isEqualTo(Double.NaN);
    }
}
