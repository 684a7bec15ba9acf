// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Samples of an OpenMetrics text by name and labels; refuses what the format's rules forbid. */
record Exposition(Map<String, Double> samples) {
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) (gauge|counter|histogram|info)");
    private static final Pattern OTHER = Pattern.compile("# (UNIT|HELP) ([a-z_]+) (.+)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_]+)(\\{[a-z]+=\"(?:[^\"\\\\\n]|\\\\[n\"\\\\])*\"(?:,[a-z]+=\"(?:[^\"\\\\\n]|\\\\[n\"\\\\])*\")*})? (\\S+)");
    private static final Map<String, Set<String>> SUFFIXES = Map.of(
            "gauge", Set.of(""),
            "counter", Set.of("_total"),
            "info", Set.of("_info"),
            "histogram", Set.of("_bucket", "_count", "_sum"));

    static Exposition parse(String text) {
        if (!text.endsWith("\n# EOF\n")) {
            throw new AssertionError("must end with # EOF");
        }
        Map<String, Double> samples = new LinkedHashMap<>();
        Set<String> families = new HashSet<>();
        String family = "";
        String type = "";
        for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n", -1)) {
            Matcher begin = TYPE.matcher(line);
            Matcher other = OTHER.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (begin.matches()) {
                family = begin.group(1);
                type = begin.group(2);
                require(families.add(family), "a family comes once", line);
            } else if (other.matches()) {
                require(other.group(2).equals(family), "belongs to the family under way", line);
                require(
                        !other.group(1).equals("UNIT") || family.endsWith("_" + other.group(3)),
                        "the unit ends the name",
                        line);
            } else if (sample.matches()) {
                String name = sample.group(1);
                require(name.startsWith(family), "belongs to the family under way", line);
                require(
                        SUFFIXES.getOrDefault(type, Set.of()).contains(name.substring(family.length())),
                        "has a suffix of its type",
                        line);
                String labels = sample.group(2) == null ? "" : sample.group(2);
                double value = Double.parseDouble(sample.group(3));
                require(samples.put(name + labels, value) == null, "a sample comes once", line);
            } else {
                require(line.isEmpty() && samples.size() > 0, "is a line of the format", line);
            }
        }
        return new Exposition(samples);
    }

    private static void require(boolean holds, String rule, String line) {
        if (!holds) {
            throw new AssertionError(rule + ": " + line);
        }
    }

    double value(String sample) {
        Double value = samples.get(sample);
        if (value == null) {
            throw new AssertionError("no sample " + sample + " among " + samples.keySet());
        }
        return value;
    }
}
