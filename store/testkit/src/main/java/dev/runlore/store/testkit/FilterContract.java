// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.RunOrder;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters and orders: what a store lists is what the plain evaluation in memory picks and sorts. */
public abstract class FilterContract extends StoreContract {
    private static final int RUNS = 60;
    private static final int QUESTIONS = 150;

    private List<String> listed(Filter filter, Optional<RunOrder> order, int limit) {
        List<String> ids = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            Page<Run> page =
                    store.runs().list(new RunQuery(Optional.empty(), filter, order, Archived.ALL, limit, token));
            page.items().forEach(run -> ids.add(run.id().value()));
            token = page.next();
        } while (token.isPresent());
        return ids;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aFilterPicksWhatTheReferencePicks(long seed) {
        RandomRuns runs = new RandomRuns(seed);
        List<RandomRuns.Made> made = makeRuns(runs);

        for (int i = 0; i < QUESTIONS; i++) {
            Filter filter = runs.filter(3);
            List<String> expected = made.stream()
                    .filter(one -> ReferenceFilter.matches(filter, one::value))
                    .map(one -> one.id().value())
                    .toList();
            assertThat(listed(filter, Optional.empty(), 1_000))
                    .as("%s", filter)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anOrderSortsAsTheReferenceDoesOverPagesOfAnySize(long seed) {
        RandomRuns runs = new RandomRuns(seed);
        List<RandomRuns.Made> made = makeRuns(runs);

        for (int i = 0; i < 40; i++) {
            RunOrder order = runs.order();
            Comparator<RandomRuns.Made> comparator = new ReferenceOrder(order);
            List<String> expected = made.stream()
                    .sorted(comparator)
                    .map(one -> one.id().value())
                    .toList();
            assertThat(listed(new Filter.All(), Optional.of(order), 1 + i))
                    .as("%s", order.text())
                    .isEqualTo(expected);
        }
    }

    private List<RandomRuns.Made> makeRuns(RandomRuns runs) {
        List<RandomRuns.Made> made = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            RandomRuns.Draft draft = runs.draft(i);
            direct(draft.id(), draft.records());
            made.add(new RandomRuns.Made(run(draft.id()), draft));
        }
        return made;
    }

    @Test
    void namesFullOfSyntaxAreNamesAndNothingElse() {
        createRun(RUN);
        for (String name :
                List.of("a' OR 1=1 --", "x\"); DROP TABLE run; --", "?", "?1", ":a", "%", "_", "\\", "{0}")) {
            direct(RUN, value(name, Cell.of(1.0)));
            String quoted = "\"" + name.replace("\"", "\"\"") + "\"";

            assertThat(listed(FilterParser.parse("metrics." + quoted + " = 1"), Optional.empty(), 10))
                    .containsExactly("run-1");
            assertThat(listed(FilterParser.parse("tags." + quoted + " = " + quoted), Optional.empty(), 10))
                    .isEmpty();
        }
        assertThat(run(RUN).number()).isEqualTo(1);
    }

    @Test
    void theLongestFilterIsAnswered() {
        createRun(RUN);
        direct(RUN, value("loss", Cell.of(1.0)));
        StringBuilder terms = new StringBuilder("metrics.loss = 1");
        for (int i = 0; i < 98; i++) {
            terms.append(" and metrics.loss != ").append(i + 2);
        }
        String deep = "(".repeat(49) + "metrics.loss = 1" + ")".repeat(49);
        StringBuilder listed = new StringBuilder("metrics.loss in (1");
        for (int i = 0; i < 999; i++) {
            listed.append(", ").append(i + 2);
        }

        for (String text : List.of(terms.toString(), deep, listed + ")", "not ".repeat(48) + "metrics.loss = 1")) {
            assertThat(listed(FilterParser.parse(text), Optional.empty(), 10)).containsExactly("run-1");
        }
    }

    @Test
    void aPatternOfManyWildcardsIsAnsweredAtOnce() {
        createRun(RUN);
        direct(RUN, new RunRecord.Tag("t", Optional.of("a".repeat(8_000))));
        String pattern = "%a".repeat(400) + "%b";

        assertThat(listed(FilterParser.parse("tags.t like '" + pattern + "'"), Optional.empty(), 10))
                .isEmpty();
    }
}
