// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens a request's body: of the right type, inflated, and never more or slower than allowed. */
final class Body {
    /** How much of a refused body is read all the same, so that its sender gets to the answer. */
    private static final long DRAINED = 64L << 20;

    private Body() {}

    /** @param limit of the inflated bytes; the stream throws TOO_LARGE beyond */
    static InputStream open(HttpServletRequest request, MediaType type, long limit) throws IOException {
        // The engine fails on a character set that it does not know, so not its own reading of the type.
        type.require(request.getHeader("Content-Type"));
        String encoding = String.valueOf(request.getHeader("Content-Encoding")).toLowerCase(Locale.ROOT);
        InputStream raw = new PacedStream(request.getInputStream());
        return switch (encoding) {
            case "null", "identity" -> {
                LimitedStream.require(request.getContentLengthLong(), limit);
                yield new LimitedStream(raw, limit);
            }
            case "gzip" -> new LimitedStream(new GZIPInputStream(raw, 1 << 16), limit);
            default ->
                throw new RunloreException(
                        ErrorCode.UNSUPPORTED_MEDIA,
                        "the body's Content-Encoding must be gzip or none but is another; send it as one of these");
        };
    }

    /** Reads what is left of a refused body, within bounds of size and pace. */
    static void drain(HttpServletRequest request) {
        if (request.getHeader("Expect") != null || request.getContentLengthLong() > DRAINED) {
            return;
        }
        try {
            InputStream rest = new LimitedStream(new PacedStream(request.getInputStream()), DRAINED);
            rest.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException | RuntimeException e) {
            // The answer still goes out; a sender that is too slow or sends too much may miss it.
        }
    }
}
