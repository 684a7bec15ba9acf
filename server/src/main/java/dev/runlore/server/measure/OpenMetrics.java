// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.measure;

import dev.runlore.store.Histogram;
import java.nio.charset.StandardCharsets;

/** Writes measures in the OpenMetrics text format, family after family. For one thread. */
final class OpenMetrics {
    static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final StringBuilder text = new StringBuilder(16_384);
    private String family = "";

    /** Begins a family; its samples follow. The unit, if it has one, is the name's last word. */
    OpenMetrics family(String name, String type, String help) {
        family = name;
        line("# TYPE " + name + " " + type);
        String unit = name.substring(name.lastIndexOf('_') + 1);
        if (unit.equals("bytes") || unit.equals("seconds")) {
            line("# UNIT " + name + " " + unit);
        }
        line("# HELP " + name + " " + help);
        return this;
    }

    OpenMetrics gauge(String name, String help, double value) {
        return family(name, "gauge", help).sample("", labels(), value);
    }

    /** A family of one counter; its name is written without {@code _total}, its sample with it. */
    OpenMetrics counter(String name, String help, double value) {
        return family(name, "counter", help).sample("_total", labels(), value);
    }

    OpenMetrics histogram(String name, String help, Histogram.Counts counts) {
        return family(name, "histogram", help).buckets(labels(), counts);
    }

    /** One value of the family under way. */
    OpenMetrics sample(String suffix, String labels, double value) {
        line(family + suffix + (labels.isEmpty() ? "" : "{" + labels + "}") + " " + number(value));
        return this;
    }

    /** All values of one histogram of the family under way. */
    OpenMetrics buckets(String labels, Histogram.Counts counts) {
        long below = 0;
        String before = labels.isEmpty() ? "" : labels + ",";
        for (int i = 0; i < counts.counts().length; i++) {
            below += counts.counts()[i];
            String bound = i < counts.bounds().length ? Double.toString(counts.bounds()[i]) : "+Inf";
            sample("_bucket", before + labels("le", bound), below);
        }
        return sample("_count", labels, below).sample("_sum", labels, counts.sum());
    }

    /** Names and values in turn. */
    static String labels(String... pairs) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            labels.append(i > 0 ? "," : "")
                    .append(pairs[i])
                    .append("=\"")
                    .append(pairs[i + 1]
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n"))
                    .append('"');
        }
        return labels.toString();
    }

    byte[] end() {
        line("# EOF");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
