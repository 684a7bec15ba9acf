// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.filter.RunOrder.Direction;
import dev.runlore.domain.filter.RunOrder.Term;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunOrderTest {
    @Test
    void readsFieldsWithTheirDirectionsAndAscendsWhenNoneIsGiven() {
        RunOrder order = RunOrderParser.parse("metrics.\"val, loss\".min DESC,  created, params.lr Asc");
        assertThat(order)
                .isEqualTo(new RunOrder(List.of(
                        new Term(new RunField.Metric("val, loss", Aggregate.MIN), Direction.DESC),
                        new Term(Attribute.CREATED, Direction.ASC),
                        new Term(new RunField.Parameter("lr"), Direction.ASC))));
        assertThat(order.text()).isEqualTo("metrics.\"val, loss\".min desc, created asc, params.lr asc");
    }

    @Test
    void aBlankTextHasNoTerms() {
        assertThat(RunOrderParser.parse(" ")).isEqualTo(new RunOrder(List.of()));
    }

    @Test
    void twelveFieldsAreReadAndAThirteenthIsRefused() {
        String twelve = "id,number,name,status,script,target,user,host,params.a,params.b,params.c,params.d";
        assertThat(RunOrderParser.parse(twelve).terms()).hasSize(12);
        assertThatThrownBy(() -> RunOrderParser.parse(twelve + ",created"))
                .isInstanceOf(FilterException.class)
                .hasMessageStartingWith("orderBy, character 83: an order must have at most 12 fields but has 13");
    }

    @Test
    void onlyWhatMayHoldNumbersCanSortAsText() {
        assertThat(new RunOrder.Term(new RunField.Tag("a"), RunOrder.Direction.ASC, true).asText())
                .isTrue();
        assertThatThrownBy(() -> new RunOrder.Term(Attribute.NAME, RunOrder.Direction.ASC, true))
                .hasMessage("name is text and cannot be sorted as text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id, id desc          | orderBy, character 5: an order must name a field once but has id twice",
                "metrics.a, metrics.a.last | orderBy, character 12: an order must name a field once but has metrics.a twice",
                "id,                  | orderBy, character 4: expected a field",
                "id up                | orderBy, character 4: expected asc, desc, a comma or the end but found up",
                "id desc desc         | expected asc, desc, a comma or the end but found desc",
                "random()             | there is no attribute random",
                "abs(number)          | there is no attribute abs",
                "id; drop table run   | ; has no meaning here",
                "(select 1)           | expected a field",
                "1                    | expected a field",
            })
    void aWrongOrderIsRefused(String text, String message) {
        assertThatThrownBy(() -> RunOrderParser.parse(text))
                .isInstanceOf(FilterException.class)
                .hasMessageContaining(message);
    }
}
