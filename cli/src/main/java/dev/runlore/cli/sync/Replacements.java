// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import dev.runlore.sdk.JsonTree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Records that can never be stored, each with the warning on the run that goes in its place: one must not block the rest. */
final class Replacements {
    private final Map<Long, byte[]> lines = new TreeMap<>();
    private final InstantSource clock;

    Replacements(InstantSource clock) {
        this.clock = clock;
    }

    boolean has(long number) {
        return lines.containsKey(number);
    }

    void put(long number, String warning) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("n", number);
        record.put("t", clock.millis());
        record.put("warning", warning);
        lines.put(
                number,
                (new String(JsonTree.write(record), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The lines from record {@code first} on, with the replaced ones in their places. */
    byte[] applied(long first, byte[] original) {
        if (lines.isEmpty()) {
            return original;
        }
        ByteArrayOutputStream applied = new ByteArrayOutputStream(original.length);
        long number = first;
        for (int start = 0; start < original.length; number++) {
            int end = endOfLine(original, start);
            byte[] other = lines.get(number);
            applied.write(
                    other == null ? original : other,
                    other == null ? start : 0,
                    other == null ? end - start : other.length);
            start = end;
        }
        return applied.toByteArray();
    }

    /** The offset after the line that begins at {@code start}. */
    static int endOfLine(byte[] lines, int start) {
        int end = start;
        while (end < lines.length && lines[end] != '\n') {
            end++;
        }
        return Math.min(lines.length, end + 1);
    }
}
