// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Texts by their bytes in UTF-8, as a manifest has them. */
final class Utf8Order {
    private static final Comparator<String> BYTES =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private Utf8Order() {}

    static List<String> sorted(List<String> texts) {
        return texts.stream().sorted(BYTES).toList();
    }
}
