// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "<script>alert(1)</script> | &lt;script&gt;alert(1)&lt;/script&gt;",
                "\" onmouseover=\"x | &quot; onmouseover=&quot;x",
                "' onfocus='x | &#39; onfocus=&#39;x",
                "&lt; | &amp;lt;",
                "a\u0000b\u001b]8;;x\u0007z | a\uFFFDb\uFFFD]8;;x\uFFFDz",
                "\ud800 | \uFFFD",
                "模型 🙂 | 模型 🙂",
            })
    void whatAClientSentIsTextAndNothingElse(String text, String html) {
        assertThat(Html.escaped(text)).isEqualTo(html);
    }
}
