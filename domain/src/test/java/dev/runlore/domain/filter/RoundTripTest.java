// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int ROUNDS = 5_000;

    @Test
    void everyFilterIsReadBackAsItWasPrinted() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Filter filter = new RandomFilters(seed).filter();
            String text = FilterPrinter.print(filter);
            assertThat(FilterParser.parse(text)).as("seed %d: %s", seed, text).isEqualTo(filter);
        }
    }

    @Test
    void everyFieldIsReadBackAsItWasPrinted() {
        RandomFilters random = new RandomFilters(1);
        for (int round = 0; round < ROUNDS; round++) {
            RunField field = random.field();
            assertThat(RunFieldParser.parse(field.text())).as(field.text()).isEqualTo(field);
        }
    }

    @Test
    void everyListOfColumnsIsReadBackAsItWasPrinted() {
        RandomFilters random = new RandomFilters(2);
        for (int round = 0; round < ROUNDS; round++) {
            Set<RunColumn> columns = new LinkedHashSet<>(List.of(random.column(), random.column(), random.column()));
            String text = columns.stream().map(RunColumn::text).collect(Collectors.joining(","));
            assertThat(RunColumnParser.parse(text)).as(text).isEqualTo(new ArrayList<>(columns));
        }
    }

    @Test
    void everyOrderIsReadBackAsItWasPrinted() {
        RandomFilters random = new RandomFilters(3);
        for (int round = 0; round < ROUNDS; round++) {
            RunOrder order = random.order();
            assertThat(RunOrderParser.parse(order.text())).as(order.text()).isEqualTo(order);
        }
    }

    @Test
    void nonsenseIsEitherReadOrRefusedWithAPlaceInTheText() {
        int refused = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            String text = new RandomFilters(seed).nonsense();
            try {
                Filter filter = FilterParser.parse(text);
                assertThat(FilterParser.parse(FilterPrinter.print(filter)))
                        .as(text)
                        .isEqualTo(filter);
            } catch (FilterException e) {
                refused++;
                assertThat(e.position()).as(text).isBetween(0, text.length());
                assertThat(e.getMessage())
                        .as(text)
                        .startsWith("filter, character " + (e.position() + 1))
                        .endsWith("^");
            } catch (RuntimeException e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }
}
