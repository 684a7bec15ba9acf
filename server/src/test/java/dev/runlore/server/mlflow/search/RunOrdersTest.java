// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.RunOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunOrdersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metrics.loss|metrics.loss asc, started desc, id asc",
                "metrics.`val loss` DESC|metrics.\"val loss\" desc, started desc, id asc",
                "params.lr desc;tags.kind ASC|params.lr desc, tags.kind asc, started desc, id asc",
                "start_time|started asc, id asc",
                "attributes.created DESC;run_id desc|started desc, id desc",
                "tags.mlflow.runName|name asc, started desc, id asc",
                "run_name;status;user_id;end_time|name asc, status asc, user asc, ended asc, started desc, id asc",
                "artifact_uri DESC|experiment desc, id desc, started desc",
            })
    void anOrderEndsWithTheNewestAndTheId(String elements, String expected) {
        assertThat(RunOrders.parse(Arrays.asList(elements.split(";"))).text()).isEqualTo(expected);
    }

    @Test
    void withoutElementsTheNewestComesFirst() {
        assertThat(RunOrders.parse(List.of()).text()).isEqualTo("started desc, id asc");
    }

    @Test
    void anOrderOfTwelveFieldsIsTakenAsItIsAndOneOfMoreRefused() {
        List<String> fields =
                IntStream.range(0, 13).mapToObj(number -> "metrics.m" + number).toList();
        assertThat(RunOrders.parse(fields.subList(0, 11)).text()).endsWith("metrics.m10 asc, started desc");
        assertThat(RunOrders.parse(fields.subList(0, 12)).text()).endsWith("metrics.m11 asc");
        assertThatThrownBy(() -> RunOrders.parse(fields))
                .isInstanceOf(RunloreException.class)
                .hasMessage("an order must have at most 12 fields but has 13; leave the last ones out");
    }

    @Test
    void parametersAndTagsSortAsText() {
        assertThat(RunOrders.parse(List.of("params.a", "tags.b", "metrics.c")).terms())
                .extracting(RunOrder.Term::asText)
                .containsExactly(true, true, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metrics.a ASCENDING",
                "metrics.a DESC x",
                "dataset.name",
                "nothing",
                "1",
                "metrics.a;metrics.a desc"
            })
    void whatIsNoOrderIsRefused(String elements) {
        assertThatThrownBy(() -> RunOrders.parse(Arrays.asList(elements.split(";"))))
                .isInstanceOf(RunloreException.class);
    }
}
