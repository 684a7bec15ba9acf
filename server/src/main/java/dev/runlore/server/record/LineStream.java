// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Json;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object a line. The lines share one parser, which is twice as fast as one each; after a line that went wrong the next
 * begins with a new parser, so that nothing of it is left over. Belongs to one body.
 */
final class LineStream implements Closeable {
    private final byte[] body;
    private @Nullable JsonParser in;
    private int base;

    LineStream(byte[] body) {
        this.body = body;
    }

    /** The parser, at the object that begins within the line from {@code start} to before {@code end}. */
    JsonParser begin(int start, int end) throws IOException {
        if (in == null) {
            base = start;
            in = Json.STREAMING.createParser(body, start, body.length - start);
        }
        if (in.nextToken() != JsonToken.START_OBJECT || !isWithin(in, start, end)) {
            throw RunloreException.invalid("a record must be a JSON object but is not; write one object a line");
        }
        return in;
    }

    /** Checks that the object, now read, was the whole line. */
    void end(JsonParser read, int start, int end) {
        if (read.currentToken() != JsonToken.END_OBJECT || !isWithin(read, start, end)) {
            throw RunloreException.invalid("a record must end on its line but does not; write one object a line");
        }
        for (int i = position(read) + 1; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\r' && body[i] != '\t') {
                throw RunloreException.invalid("a line must hold one record but holds more; write one object a line");
            }
        }
    }

    /** Forgets where the parser is; the next line begins anew. */
    void forget() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    @Override
    public void close() throws IOException {
        forget();
    }

    private boolean isWithin(JsonParser parser, int start, int end) {
        int position = position(parser);
        return position >= start && position < end;
    }

    private int position(JsonParser parser) {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }
}
