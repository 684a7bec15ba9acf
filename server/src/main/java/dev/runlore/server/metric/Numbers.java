// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.server.http.CellJson;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Float64 numbers where the wire needs no type: whole ones without a fraction, which is shorter and quicker to write. */
final class Numbers {
    private static final double EXACT = 0x1p53;

    private Numbers() {}

    static void write(JsonGenerator out, double value) throws IOException {
        long whole = (long) value;
        boolean isWhole = whole == value && Math.abs(value) <= EXACT && (whole != 0 || 1 / value > 0);
        if (isWhole) {
            out.writeNumber(whole);
        } else {
            CellJson.writeNumber(out, value);
        }
    }

    static <T> void write(JsonGenerator out, String field, List<T> items, ToDoubleFunction<T> value)
            throws IOException {
        out.writeArrayFieldStart(field);
        for (T item : items) {
            write(out, value.applyAsDouble(item));
        }
        out.writeEndArray();
    }
}
