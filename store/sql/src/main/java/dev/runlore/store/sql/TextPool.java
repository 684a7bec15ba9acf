// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.ArrayList;
import java.util.List;

/** Texts that have numbers from 1 on, each kept once. For one thread at a time. */
final class TextPool {
    private static final int BYTES_OF_ENTRY = 64;

    private final List<String> texts = new ArrayList<>();
    /** A hash table of the numbers; 0 is a free place. At most half of it is taken. */
    private int[] places = new int[16];

    private long characters;

    /** The text's number, given now when it had none. */
    int number(String text) {
        int place = place(text);
        if (places[place] == 0) {
            texts.add(text);
            characters += text.length();
            places[place] = texts.size();
            if (texts.size() * 2 > places.length) {
                grow();
            }
            return texts.size();
        }
        return places[place];
    }

    /** Where the text is, or would be. */
    private int place(String text) {
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & places.length - 1;
        while (places[place] != 0 && !get(places[place]).equals(text)) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    private void grow() {
        places = new int[places.length * 2];
        for (int i = 0; i < texts.size(); i++) {
            places[place(texts.get(i))] = i + 1;
        }
    }

    String get(int number) {
        return texts.get(number - 1);
    }

    int size() {
        return texts.size();
    }

    long bytes() {
        return (long) texts.size() * BYTES_OF_ENTRY + characters * 2 + (long) places.length * Integer.BYTES;
    }
}
