// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lr 0.1|--lr 0.1",
                "--token abc x|--token *** x",
                "--db-password=a=b x|--db-password=*** x",
                "-API_KEY k|-API_KEY ***",
                "--token --lr 1|--token --lr 1",
                "token abc|token abc",
                "--tokens 5|--tokens 5",
                "--aws-secret-access-key k --credentials c|--aws-secret-access-key *** --credentials ***",
            })
    void onlyValuesOfSecretOptionsAreHidden(String arguments, String shown) {
        assertThat(HiddenValues.of(List.of(arguments.split(" ")))).containsExactly(shown.split(" "));
    }
}
