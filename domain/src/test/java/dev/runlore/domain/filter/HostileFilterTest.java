// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static dev.runlore.domain.filter.FilterErrorTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilterTest {
    private static final String DEEP = "at most 50 levels of ( and not fit in a filter";

    @Test
    void fiftyLevelsAreReadAndTenThousandAreRefusedAtTheFiftyFirst() {
        assertThat(FilterParser.parse("(".repeat(50) + "number = 1" + ")".repeat(50)))
                .isEqualTo(FilterParser.parse("number = 1"));
        assertRefused("(".repeat(51) + "number = 1" + ")".repeat(51), 50, DEEP);
        assertRefused("(".repeat(10_000), 50, DEEP);
        assertRefused("not ".repeat(2_000) + "number = 1", 200, DEEP);
    }

    @Test
    void levelsThatAreClosedDoNotCount() {
        String filter = String.join(" or ", Collections.nCopies(100, "not (number = 1)"));
        assertThat(FilterParser.parse(filter)).isInstanceOf(Filter.Or.class);
    }

    @Test
    void aHundredConditionsAreReadAndMoreAreRefused() {
        Filter hundred = FilterParser.parse("number = 1" + " or number = 1".repeat(99));
        assertThat(((Filter.Or) hundred).parts()).hasSize(100);
        assertRefused("number = 1" + " or number = 1".repeat(100), 10 + 99 * 14 + 4, "at most 100 conditions fit");
        assertRefused("number=1" + " or number=1".repeat(800), 8 + 99 * 12 + 4, "at most 100 conditions fit");
    }

    @Test
    void aHundredThousandConditionsAreRefusedByTheirLength() {
        String text = "number = 1" + " or number = 1".repeat(99_999);
        assertThatThrownBy(() -> FilterParser.parse(text))
                .hasMessage("filter must be at most 10000 characters but has " + text.length() + "; shorten it");
    }

    @Test
    void aThousandListedValuesAreReadAndMoreAreRefused() {
        String thousand = "1,".repeat(999) + "1";
        assertThat(((Filter.In) FilterParser.parse("number in (" + thousand + ")")).literals())
                .hasSize(1_000);
        assertRefused("number in (" + thousand + ") or number in (1)", 11 + 1_999 + 16, "at most 1000 values fit");
    }

    @Test
    void aNameAndAPatternHaveALimit() {
        assertThat(FilterParser.parse("tags." + "é".repeat(250) + " is null"))
                .isEqualTo(new Filter.IsNull(new RunField.Tag("é".repeat(250))));
        assertRefused(
                "tags." + "é".repeat(251) + " is null", 0, "tag key must have at most 250 characters but has 251");
        assertRefused("name like '" + "%".repeat(1_001) + "'", 10, "at most 1000 characters but has 1001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE run; --",
                "{0.__class__.__init__.__globals__}",
                "\"{0.__class__}\".format_map",
                "${jndi:ldap://localhost/a}",
                "%s%n%x $1 ? :name #{x}",
                "' or '1'='1",
                "\\'\"`",
                "a\"b'c",
            })
    void programsAndStatementsAreOnlyText(String text) {
        Filter asText = FilterParser.parse("tags.x = '" + text.replace("'", "''") + "'");
        assertThat(asText)
                .isEqualTo(new Filter.Comparison(new RunField.Tag("x"), Operator.EQUAL, new Literal.Text(text)));
        Filter asName = FilterParser.parse("metrics.`" + text.replace("`", "``") + "` is null");
        assertThat(asName).isEqualTo(new Filter.IsNull(new RunField.Metric(text, Aggregate.LAST)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.x > 1; DROP TABLE run",
                "metrics.x > 1 -- and status = 'Failed'",
                "metrics.x > 1 /* or */ or 1=1",
                "metrics.x > 1 union select 1",
                "metrics.x > (select 1)",
                "metrics.x > abs(1)",
                "\"{0.__class__}\".format_map(run) = 'a'",
                "run.__class__ = 'a'",
                "metrics.x.__class__.y() = 1",
                "[r for r in runs]",
                "name like 'a' escape '!'",
                "name regexp '(a+)+$'",
            })
    void programsAndStatementsAreNoFilters(String text) {
        assertThatThrownBy(() -> FilterParser.parse(text)).isInstanceOf(FilterException.class);
    }

    @Test
    void charactersThatNoStoreHoldsAreRefusedWhereTheyAre() {
        assertRefused("tags.a = '\0'", 10, "U+0000 is no character of a text");
        assertRefused("tags.a = 'x\uD800'", 11, "U+D800 is no character of a text");
        assertRefused("tags.`\uDE00` is null", 6, "U+DE00 is no character of a text");
        assertRefused("\uD83D", 0, "U+D83D is no character of a text");
        assertThatThrownBy(() -> new RunField.Tag("a\0"))
                .hasMessage("tag key holds the character U+0000 at index 1; remove it");
    }

    @Test
    void aPatternOfManyWildcardsIsAnsweredSoon() {
        LikePattern pattern = new LikePattern("%a".repeat(400) + "%%%%b");
        String value = "a".repeat(20_000);
        boolean matches = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> pattern.matches(value));
        assertThat(matches).isFalse();
    }
}
