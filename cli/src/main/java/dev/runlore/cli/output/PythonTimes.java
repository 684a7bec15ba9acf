// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations as Python writes them. */
public final class PythonTimes {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT);

    private PythonTimes() {}

    /** {@code 2017-09-08T00:58:03.059014+00:00}, always with microseconds. */
    public static String time(Instant time) {
        return time.atOffset(ZoneOffset.UTC).format(MICROSECONDS);
    }

    /** {@code str(timedelta)}: {@code 0:00:04.892389}, {@code 1 day, 0:00:05}; a duration is never negative. */
    public static String duration(Duration duration) {
        StringBuilder text = new StringBuilder();
        long days = duration.toDays();
        if (days > 0) {
            text.append(days).append(days == 1 ? " day, " : " days, ");
        }
        text.append(duration.toHoursPart()).append(':');
        twoDigits(text, duration.toMinutesPart());
        text.append(':');
        twoDigits(text, duration.toSecondsPart());
        int micros = duration.toNanosPart() / 1_000;
        if (micros > 0) {
            text.append('.').append(Integer.toString(1_000_000 + micros), 1, 7);
        }
        return text.toString();
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append(number < 10 ? "0" : "").append(number);
    }
}
