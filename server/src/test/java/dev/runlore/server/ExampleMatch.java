// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * Whether an answer is the one that an example expects: of objects the fields that it names, of arrays all elements, and
 * {@code <time> <uuid> <number> <text>} stand for any such value.
 */
final class ExampleMatch {
    private ExampleMatch() {}

    static void check(String where, JsonNode actual, JsonNode expected) {
        if (expected.isObject()) {
            assertThat(actual.isObject()).as(where + " is an object").isTrue();
            expected.properties().forEach(field -> {
                assertThat(actual.has(field.getKey()))
                        .as(where + " has " + field.getKey())
                        .isTrue();
                check(where + "/" + field.getKey(), actual.get(field.getKey()), field.getValue());
            });
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(where + " in " + actual).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                check(where + "/" + i, actual.get(i), expected.get(i));
            }
        } else {
            value(where, actual, expected);
        }
    }

    private static void value(String where, JsonNode actual, JsonNode expected) {
        switch (expected.isTextual() ? expected.textValue() : "") {
            case "<time>" ->
                assertThat(Instant.parse(actual.textValue())).as(where).isNotNull();
            case "<uuid>" ->
                assertThat(UUID.fromString(actual.textValue())).as(where).hasToString(actual.textValue());
            case "<number>" -> assertThat(actual.isNumber()).as(where).isTrue();
            case "<text>" -> assertThat(actual.textValue()).as(where).isNotEmpty();
            default -> {
                boolean isSameNumber = actual.isNumber()
                        && expected.isNumber()
                        && actual.decimalValue().compareTo(expected.decimalValue()) == 0;
                if (!isSameNumber) {
                    assertThat(actual).as(where).isEqualTo(expected);
                }
            }
        }
    }
}
