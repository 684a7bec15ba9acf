// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.filter.RunColumn.Detail;
import dev.runlore.domain.filter.RunColumn.Field;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunColumnTest {
    @Test
    void aListKeepsItsOrderAndNamesAColumnOnce() {
        assertThat(RunColumnParser.parse("id,metrics.\"val, loss\".min , id, metrics, metrics.loss, metrics.loss.last"))
                .isEqualTo(List.of(
                        new Field(Attribute.ID),
                        new Field(new RunField.Metric("val, loss", Aggregate.MIN)),
                        Detail.METRICS,
                        new Field(new RunField.Metric("loss", Aggregate.LAST))));
    }

    @Test
    void aBlankTextHasNoColumns() {
        assertThat(RunColumnParser.parse(" ")).isEqualTo(List.of());
    }

    @ParameterizedTest
    @EnumSource(Detail.class)
    void readsEveryDetail(Detail detail) {
        assertThat(RunColumnParser.parse(detail.text())).isEqualTo(List.of(detail));
    }

    @Test
    void aNameAfterADotIsAFieldAndNotADetail() {
        assertThat(RunColumnParser.parse("tags.tags,params.arguments"))
                .isEqualTo(
                        List.of(new Field(new RunField.Tag("tags")), new Field(new RunField.Parameter("arguments"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,          | columns, character 4: expected a field",
                ",id          | columns, character 1: expected a field",
                "id name      | columns, character 4: expected a comma before the next column, or the end, but found name",
                "artifacts.x  | columns, character 1: there is no attribute artifacts",
                "userid       | columns, character 1: there is no attribute userid",
                "*            | columns, character 1: * has no meaning here",
                "count(id)    | columns, character 1: there is no attribute count",
            })
    void aWrongListIsRefusedWhereItIsWrong(String text, String message) {
        assertThatThrownBy(() -> RunColumnParser.parse(text))
                .isInstanceOf(FilterException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aThousandColumnsAreReadAndMoreAreRefused() {
        assertThat(RunColumnParser.parse(tags(1_000))).hasSize(1_000).contains(new Field(new RunField.Tag("999")));
        assertThatThrownBy(() -> RunColumnParser.parse(tags(1_001))).hasMessageContaining("at most 1000 columns fit");
    }

    private static String tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> "tags." + i).collect(Collectors.joining(","));
    }
}
