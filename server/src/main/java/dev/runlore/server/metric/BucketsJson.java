// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.RunId;
import dev.runlore.store.bucket.Bucket;
import dev.runlore.store.bucket.Buckets;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Bucketed series as parallel arrays, one object a run. */
final class BucketsJson {
    private BucketsJson() {}

    static void write(JsonGenerator out, List<RunId> runs, Map<RunId, Buckets> answers) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("series");
        for (RunId run : runs) {
            write(out, run, answers.getOrDefault(run, Buckets.NONE));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, RunId run, Buckets series) throws IOException {
        List<Bucket> buckets = series.buckets();
        out.writeStartObject();
        out.writeStringField("run", run.value());
        out.writeNumberField("n", series.n());
        Numbers.write(out, "x", buckets, Bucket::x);
        Numbers.write(out, "first", buckets, Bucket::first);
        Numbers.write(out, "last", buckets, Bucket::last);
        Numbers.write(out, "min", buckets, Bucket::min);
        Numbers.write(out, "max", buckets, Bucket::max);
        Numbers.write(out, "mean", buckets, Bucket::mean);
        Numbers.write(out, "count", buckets, Bucket::count);
        out.writeEndObject();
    }
}
