// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consecutive records in one file. A last line without its end was never logged and is left out.
 *
 * @param first number of the first record
 * @param ends offset after each line's end
 */
record Segment(Path file, long first, byte[] bytes, int[] ends) {
    private static final Pattern NUMBER = Pattern.compile("^\\{\"n\":([0-9]{1,18})[,}]");
    private static final int NUMBER_BYTES = 32;

    /**
     * Reads a segment whole; the writer begins another after 8 MiB.
     *
     * @param expected number of its first record when its first line does not say
     */
    static Segment read(Path file, long expected) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int[] ends = new int[64];
        int lines = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                ends = lines == ends.length ? Arrays.copyOf(ends, 2 * lines) : ends;
                ends[lines++] = i + 1;
            }
        }
        return new Segment(file, numberOf(bytes, expected), bytes, Arrays.copyOf(ends, lines));
    }

    private static long numberOf(byte[] bytes, long expected) {
        String start = new String(bytes, 0, Math.min(bytes.length, NUMBER_BYTES), StandardCharsets.ISO_8859_1);
        Matcher number = NUMBER.matcher(start);
        return number.find() ? Long.parseLong(number.group(1)) : expected;
    }

    /** The number of the record after the last. */
    long end() {
        return first + ends.length;
    }

    /** Whole lines from a record on: at most {@code limit} bytes, unless the first line alone is longer. */
    byte[] lines(long from, int limit) {
        int line = Math.toIntExact(from - first);
        int start = line == 0 ? 0 : ends[line - 1];
        int last = line;
        while (last + 1 < ends.length && ends[last + 1] - start <= limit) {
            last++;
        }
        return Arrays.copyOfRange(bytes, start, ends[last]);
    }
}
