// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.TextNumber;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** A column of texts, of which those of parameters, tags and properties may hold numbers. */
final class Texts implements Column {
    /** A condition on one row of a column of numbers. */
    interface NumberTest {
        boolean test(Numbers numbers, int row);
    }

    private final boolean mayHoldNumbers;
    private final TextPool pool = new TextPool();
    /** What each text of the pool is as a number, NaN when it is none. */
    private final Numbers numbers = new Numbers();
    /** The number in the pool of each row's text, 0 for none. */
    private int[] entries = new int[0];

    Texts(boolean mayHoldNumbers) {
        this.mayHoldNumbers = mayHoldNumbers;
    }

    @Override
    public void reserve(int rows) {
        if (rows > entries.length) {
            entries = Arrays.copyOf(entries, rows);
        }
    }

    @Override
    public int rows() {
        return entries.length;
    }

    @Override
    public boolean has(int row) {
        return entries[row] != 0;
    }

    @Override
    public void clear(int row) {
        entries[row] = 0;
    }

    void put(int row, String text) {
        int entry = pool.number(text);
        if (entry >= numbers.rows()) {
            numbers.reserve(Math.max(16, entry * 2));
        }
        if (!numbers.has(entry)) {
            numbers.put(entry, mayHoldNumbers ? TextNumber.of(text) : Double.NaN);
        }
        entries[row] = entry;
    }

    /** The text of a row that has one. */
    String get(int row) {
        return pool.get(entries[row]);
    }

    /** The number of a row's text: rows with the same text have the same, above 0; 0 without a text. */
    int entry(int row) {
        return entries[row];
    }

    /** Which rows with a text have one that is so; each different text is asked for once. */
    boolean[] whereText(Predicate<String> condition) {
        return where(entry -> condition.test(pool.get(entry)));
    }

    /** As {@link #whereText}, by the text's number; it may be NaN. */
    boolean[] whereNumber(NumberTest condition) {
        return where(entry -> condition.test(numbers, entry));
    }

    private boolean[] where(IntPredicate condition) {
        boolean[] holds = new boolean[pool.size() + 1];
        for (int entry = 1; entry < holds.length; entry++) {
            holds[entry] = condition.test(entry);
        }
        boolean[] rows = new boolean[entries.length];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = holds[entries[row]];
        }
        return rows;
    }

    @Override
    public int rank(int row) {
        return numbers.rank(entries[row]);
    }

    @Override
    public int compare(int row, int other) {
        int entry = entries[row];
        int otherEntry = entries[other];
        if (entry == otherEntry) {
            return 0;
        }
        return numbers.rank(entry) == 0
                ? numbers.compare(entry, otherEntry)
                : compare(pool.get(entry), pool.get(otherEntry));
    }

    /** As {@link #compare(int, int)}, but what holds numbers is compared as text too. */
    int compareTexts(int row, int other) {
        return compare(get(row), get(other));
    }

    /** By code point, as the bytes of their UTF-8 compare: half of a surrogate pair stands for one above all other chars. */
    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean beyond = Character.isSurrogate(left);
                return beyond == Character.isSurrogate(right) ? left - right : beyond ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

    @Override
    public long bytes() {
        return (long) entries.length * Integer.BYTES + pool.bytes() + numbers.bytes();
    }

    @Override
    public boolean isWasteful() {
        return pool.size() > 1_000 + 2L * entries.length;
    }
}
