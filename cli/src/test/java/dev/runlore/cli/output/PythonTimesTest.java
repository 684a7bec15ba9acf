// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTimesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PT4.892389S; 0:00:04.892389",
                "PT5S; 0:00:05",
                "PT0S; 0:00:00",
                "PT0.000001S; 0:00:00.000001",
                "PT25H5S; 1 day, 1:00:05",
                "PT49H; 2 days, 1:00:00",
                "PT11H59M59.1S; 11:59:59.100000"
            })
    void durationsLookAsTimedelta(Duration duration, String text) {
        assertThat(PythonTimes.duration(duration)).isEqualTo(text);
    }

    @Test
    void timesAlwaysHaveMicrosecondsAndAnOffset() {
        assertThat(PythonTimes.time(Instant.parse("2017-09-08T00:58:03Z")))
                .isEqualTo("2017-09-08T00:58:03.000000+00:00");
        assertThat(PythonTimes.time(Instant.parse("2017-09-08T00:58:03.059014Z")))
                .isEqualTo("2017-09-08T00:58:03.059014+00:00");
    }
}
