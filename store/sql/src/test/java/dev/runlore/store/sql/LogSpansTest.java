// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogSpansTest {
    private record Point(long time, double step) {}

    private static Reach reach(Point point) {
        Reach reach = new Reach();
        reach.add(point.time, point.step);
        return reach;
    }

    /** The spans that have the row and may have the point. */
    private static List<LogSpans.Span> spans(LogSpans spans, Point point, long row) {
        return spans.meeting(reach(point)).stream()
                .filter(span -> span.reach().mayHold(point.time, point.step))
                .filter(span -> span.first() <= row && row <= span.last())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void noPointIsMissedHoweverManyRowsAreWrittenAndSealed(int seed) {
        Random random = new Random(seed);
        LogSpans spans = new LogSpans();
        Map<Point, Long> rows = new HashMap<>();
        for (long seq = 0; seq < 3_000; seq++) {
            Point point = new Point(random.nextLong(1_000), random.nextInt(5) == 0 ? Double.NaN : seq);
            rows.put(point, seq);
            spans.add(seq, 1 + random.nextInt(1_500), reach(point));
            if (random.nextInt(500) == 0) {
                long last = seq - random.nextInt(50);
                long left = random.nextInt(4) - 1;
                spans.seal(last, left);
                rows.values().removeIf(row -> left < 0 && row <= last);
                rows.replaceAll((any, row) -> row <= last ? random.nextLong(left + 1) : row);
            }
        }

        rows.forEach((point, row) ->
                assertThat(spans(spans, point, row)).as(point.toString()).isNotEmpty());
    }

    @Test
    void theirNumberIsBounded() {
        LogSpans spans = new LogSpans();
        for (long seq = 0; seq < 100_000; seq++) {
            spans.add(seq, 1_000, reach(new Point(5, seq)));
        }
        Reach all = new Reach();
        all.add(5, 0);
        all.add(5, 100_000);

        assertThat(spans.meeting(all)).hasSizeBetween(200, 512);
        assertThat(spans.meeting(reach(new Point(5, 77_777)))).hasSize(1);
        assertThat(spans.meeting(reach(new Point(6, 77_777)))).isEmpty();
        assertThat(spans.meeting(reach(new Point(5, Double.NaN)))).isEmpty();
    }
}
