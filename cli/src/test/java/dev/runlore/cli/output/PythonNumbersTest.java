// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "5, 5.0, 5",
        "0.078125, 0.078125, 0.078125",
        "0.6792452830188679, 0.6792452830188679, 0.679245",
        "0.00001, 1e-05, 1e-05",
        "0.0001, 0.0001, 0.0001",
        "-0.0, -0.0, -0",
        "0, 0.0, 0",
        "1e16, 1e+16, 1e+16",
        "1e15, 1000000000000000.0, 1e+15",
        "123456, 123456.0, 123456",
        "1234567, 1234567.0, 1.23457e+06",
        "999999.5, 999999.5, 1e+06",
        "1.5e-10, 1.5e-10, 1.5e-10",
        "1e308, 1e+308, 1e+308",
        "5e-324, 5e-324, 4.94066e-324",
        "2e-3, 0.002, 0.002",
        "-1234.5, -1234.5, -1234.5",
        "0.1, 0.1, 0.1",
        "2.5e22, 2.5e+22, 2.5e+22",
        "9007199254740993, 9007199254740992.0, 9.0072e+15",
        "1e100, 1e+100, 1e+100",
        "NaN, nan, nan",
        "Infinity, inf, inf",
        "-Infinity, -inf, -inf",
        "2.675, 2.675, 2.675",
        "0.0000015, 1.5e-06, 1.5e-06",
        "1000005, 1000005.0, 1e+06",
        "1000015, 1000015.0, 1.00002e+06"
    })
    void numbersLookAsPythonWritesThem(double value, String repr, String general) {
        assertThat(PythonNumbers.repr(value)).isEqualTo(repr);
        assertThat(PythonNumbers.general(value)).isEqualTo(general);
    }
}
