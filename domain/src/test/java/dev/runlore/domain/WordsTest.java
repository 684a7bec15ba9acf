// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "_a", "a b", "a/b", "../../canary", "/tmp/canary", "a.b", "é", "a\n"})
    void aRunIdOutsideItsPatternIsRefused(String id) {
        assertThatThrownBy(() -> new RunId(id))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("run id");
    }

    @Test
    void aRunIdHasUpTo256Characters() {
        assertThat(new RunId("a".repeat(256)).value()).hasSize(256);
        assertThatThrownBy(() -> new RunId("a".repeat(257))).isInstanceOf(RunloreException.class);
    }

    @Test
    void aNameBasedUuidIsThatOfTheStandard() {
        // RFC 9562, appendix A.4: the DNS name space and www.example.com
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertThat(User.uuid5(dns, "www.example.com")).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @Test
    void aDigestIsThatOfTheStandard() {
        // FIPS 180-2, appendix B.1
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, INT, INT",
        "INT, NONE, INT",
        "INT, INT, INT",
        "INT, DOUBLE, MIXED",
        "TEXT, BOOL, MIXED",
        "MIXED, INT, MIXED"
    })
    void aColumnTakesTheTypeOfItsCells(ColumnType so, ColumnType next, ColumnType then) {
        assertThat(so.with(next)).isEqualTo(then);
    }

    @Test
    void cellsAreEqualByBits() {
        assertThat(Cell.of(Double.NaN)).isEqualTo(Cell.of(Double.NaN));
        assertThat(Cell.of(-0.0)).isNotEqualTo(Cell.of(0.0));
        assertThat(Cell.of(1L)).isNotEqualTo(Cell.of(1.0));
    }

    @Test
    void everyErrorHasAnHttpStatusOfItsKindAndAnExitCode() {
        assertThat(Arrays.stream(ErrorCode.values())).allSatisfy(code -> {
            assertThat(code.httpStatus()).isBetween(400, 599);
            assertThat(code.exitCode()).isBetween(1, 7);
        });
        assertThat(ErrorCode.NOT_FOUND.mlflowCode()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void whatAMessageShowsOfClientTextIsShortAndHasNoControls() {
        assertThat(Shown.text("a\u001b]52;x\r\nb")).isEqualTo("a\uFFFD]52;x\uFFFD\uFFFDb");
        assertThat(Shown.text("x".repeat(500))).hasSize(81).endsWith("…");
    }
}
