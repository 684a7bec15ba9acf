// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;

/** Texts by their bytes in UTF-8, as a manifest has them. */
final class Utf8Order {
    private Utf8Order() {}

    static <T> Comparator<T> of(Function<T, String> text) {
        return Comparator.comparing(one -> text.apply(one).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    }
}
