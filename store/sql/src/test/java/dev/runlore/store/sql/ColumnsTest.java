// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ColumnsTest {

    @Test
    void wholeNumbersAndFloatsCompareByTheirValue() {
        Numbers numbers = new Numbers();
        numbers.reserve(5);
        numbers.put(0, (1L << 53) + 1);
        numbers.put(1, 0x1p53);
        numbers.put(2, Long.MAX_VALUE);
        numbers.put(3, 0x1p63);
        numbers.put(4, -0.0);

        assertThat(numbers.compare(0, 1)).isPositive();
        assertThat(numbers.compare(2, 3)).isNegative();
        assertThat(numbers.compare(3, 2)).isPositive();
        assertThat(numbers.compare(0, Numbers.Value.of((1L << 53) + 1))).isZero();
        assertThat(numbers.compare(0, Numbers.Value.of(0x1p53))).isPositive();
        assertThat(numbers.compare(1, Numbers.Value.of((1L << 53) + 1))).isNegative();
        assertThat(numbers.compare(4, Numbers.Value.of(0))).isZero();
    }

    @Test
    void aValueThatIsPutAnewLeavesNothingOfTheOld() {
        Numbers numbers = new Numbers();
        numbers.reserve(2);
        numbers.put(0, Long.MAX_VALUE);
        numbers.put(1, Long.MAX_VALUE);

        numbers.put(0, 0x1p63);
        assertThat(numbers.compare(0, 1)).isPositive();
        numbers.clear(1);
        assertThat(numbers.has(1)).isFalse();
    }

    @Test
    void textsCompareAsTheirUtf8Does() {
        List<String> texts =
                List.of("", "a", "aa", "b", "é", "\ud7ff", "\ue000", "\uffff", "😀", "😁", "a😀", "a\uffff");
        for (String one : texts) {
            for (String other : texts) {
                int expected = Arrays.compareUnsigned(
                        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(Texts.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(expected));
            }
        }
    }

    @Test
    void aPoolGivesEachTextOneNumber() {
        TextPool pool = new TextPool();
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            String text = Integer.toString(random.nextInt(1_000), 36);
            int number = pool.number(text);
            assertThat(pool.get(number)).isEqualTo(text);
            assertThat(pool.number(text)).isEqualTo(number);
        }
        assertThat(pool.size()).isEqualTo(1_000);
    }

    @Test
    void aColumnOfTextsThatAreNoMoreIsWasteful() {
        Texts texts = new Texts(true);
        texts.reserve(10);
        for (int i = 0; i < 1_020; i++) {
            texts.put(3, "epoch " + i);
            assertThat(texts.isWasteful()).isFalse();
        }
        texts.put(3, "epoch 1020");

        assertThat(texts.isWasteful()).isTrue();
    }
}
