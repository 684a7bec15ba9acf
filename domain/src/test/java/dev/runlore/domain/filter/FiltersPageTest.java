// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FiltersPageTest {
    private static final Pattern EXAMPLES = Pattern.compile("```filter\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleOfTheUsersPageIsAFilter() throws IOException {
        String page = Files.readString(Path.of("../docs/filters.md"));
        List<String> examples = EXAMPLES.matcher(page)
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
        assertThat(examples).hasSizeGreaterThan(10);
        for (String example : examples) {
            Filter filter = FilterParser.parse(example);
            assertThat(FilterParser.parse(FilterPrinter.print(filter)))
                    .as(example)
                    .isEqualTo(filter);
        }
    }
}
