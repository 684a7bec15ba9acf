// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Run;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Values as a reader sees them. */
final class Shape {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Shape() {}

    static String time(Instant time) {
        return TIME.format(time);
    }

    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    static String cell(Cell cell) {
        return switch (cell) {
            case Cell.Float64(double value) -> Double.toString(value);
            case Cell.Int64(long value) -> Long.toString(value);
            case Cell.Bool(boolean value) -> Boolean.toString(value);
            case Cell.Text(String value) -> value;
            case Cell.None none -> "none";
        };
    }

    static String number(OptionalDouble number) {
        return number.isPresent() ? Double.toString(number.getAsDouble()) : "";
    }

    /** What a run is called. */
    static String title(Run run) {
        return run.name().orElse(run.id().value());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
