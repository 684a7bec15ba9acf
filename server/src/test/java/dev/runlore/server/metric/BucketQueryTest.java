// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.RunId;
import dev.runlore.server.http.Fields;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Cut;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BucketQueryTest {
    private static BucketQuery read(String json) {
        return BucketQuery.of(Fields.stored(json));
    }

    @Test
    void whatIsLeftOutHasItsUsualValue() {
        assertThat(read("{\"runs\": [\"a\"], \"name\": \"loss\"}"))
                .isEqualTo(new BucketQuery(
                        List.of(new RunId("a")),
                        "loss",
                        "",
                        new Cut(Axis.Own.STEP, Optional.empty(), Optional.empty(), 500)));
    }

    @Test
    void anotherMetricCanBeTheAxis() {
        assertThat(read("{\"runs\": [\"a\"], \"name\": \"t\", \"column\": \"c\", \"x\": \"metric\","
                        + " \"xMetric\": {\"name\": \"epoch\"}, \"from\": 1, \"to\": 2.5, \"width\": 7}"))
                .isEqualTo(new BucketQuery(
                        List.of(new RunId("a")),
                        "t",
                        "c",
                        new Cut(new Axis.Other("epoch", ""), Optional.of(1.0), Optional.of(2.5), 7)));
        assertThatThrownBy(() -> read("{\"runs\": [\"a\"], \"name\": \"t\", \"x\": \"metric\"}"))
                .hasMessage("field 'xMetric' must be there but is missing; add it");
        assertThatThrownBy(() -> read("{\"runs\": [\"a\"], \"name\": \"t\", \"x\": \"epoch\"}"))
                .hasMessage("x must be step, time, relative or metric but is 'epoch'; use one of them");
    }

    @Test
    void aQuestionBeyondTheLimitsIsRefused() {
        assertThatThrownBy(() -> read("{\"runs\": [], \"name\": \"m\"}"))
                .hasMessage("runs must name 1-100 runs but names 0; ask for fewer at once");
        assertThatThrownBy(() -> read("{\"runs\": [\"a\"], \"name\": \"m\", \"width\": 99999999999}"))
                .hasMessage("width must be from 1 to 4000 buckets but is 4001; ask for fewer");
    }
}
