// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its answer, as an {@link Action} sees them. Belongs to one thread. */
public final class Exchange {
    /** Answers up to this size are not counted: what they answer may be done already. */
    private static final int LARGE = 1 << 16;

    private final Context context;
    private final Trace trace;
    private final MemoryBudget.Share share;
    private final Scope scope;
    private @Nullable Query query;

    Exchange(Context context, Trace trace, MemoryBudget.Share share, Scope scope) {
        this.context = context;
        this.trace = trace;
        this.share = share;
        this.scope = scope;
    }

    public String requestId() {
        return trace.requestId();
    }

    /** @throws RunloreException PERMISSION_DENIED when the request's token is that of a run that is neither this one nor above it */
    public void requireWritable(RunId run) {
        scope.require(run);
    }

    /**
     * As {@link #requireWritable}, for what belongs to a run or to none.
     *
     * @param owner empty for what a run's token never writes
     */
    public void requireWritableFor(Optional<RunId> owner) {
        owner.ifPresentOrElse(scope::require, scope::requireAll);
    }

    /** Whether the request's token is none of a run, so that nothing needs to be asked for what it writes. */
    public boolean writesAll() {
        return scope.isAll();
    }

    /** @throws RunloreException PERMISSION_DENIED when the request's token is that of a run */
    public void requireWriteOfAll() {
        scope.requireAll();
    }

    /** The value of a segment of the path, decoded once. */
    public String path(String segment) {
        return context.pathParam(segment);
    }

    /**
     * What the path has after its beginning, decoded once: the engine has not touched it, so that every name survives.
     *
     * @param before of the path, without characters that would be encoded
     */
    public String pathAfter(String before) {
        String raw = context.req().getRequestURI();
        if (!raw.startsWith(before)) {
            throw RunloreException.invalid(
                    "the path must begin with " + before + " as it is; encode only what follows");
        }
        return Percent.decode("the path", raw.substring(before.length()), false);
    }

    /** How the client reached this server, such as {@code http://127.0.0.1:5055}; the host is one of its own. */
    public String origin() {
        return (isSecure() ? "https://" : "http://") + header("Host").orElseThrow();
    }

    private boolean isSecure() {
        return header("X-Forwarded-Proto").filter("https"::equals).isPresent();
    }

    /** What came as the studio's cookie. */
    public List<String> sessions() {
        return SessionCookie.values(header("Cookie"), port());
    }

    /** Has the browser send this session from now on. */
    public Exchange withSession(String session) {
        return with("Set-Cookie", SessionCookie.set(session, port(), isSecure()));
    }

    /** Has the browser forget its session. */
    public Exchange withoutSession() {
        return with("Set-Cookie", SessionCookie.removed(port(), isSecure()));
    }

    private int port() {
        return context.req().getLocalPort();
    }

    /** The run that the path names. */
    public RunId run() {
        return new RunId(path("run"));
    }

    public Query query() {
        if (query == null) {
            query = new Query(context.queryString());
        }
        return query;
    }

    /** The query's names and values, where a name may come several times. */
    public List<Map.Entry<String, String>> queryPairs() {
        return Query.pairs(context.queryString());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    public String method() {
        return context.req().getMethod();
    }

    /** Whether the answer's body is left out. */
    public boolean isHead() {
        return method().equals("HEAD");
    }

    /** Length of the body as the client told it. */
    public Optional<Long> contentLength() {
        long length = context.req().getContentLengthLong();
        return length < 0 ? Optional.empty() : Optional.of(length);
    }

    /**
     * Opens the body, inflated; reading beyond {@code limit} bytes throws TOO_LARGE. The engine closes it.
     *
     * @throws RunloreException UNSUPPORTED_MEDIA when it is of another type
     */
    public InputStream body(MediaType type, long limit) throws IOException {
        return Body.open(context.req(), type, limit);
    }

    /**
     * Reads the whole body, inflated.
     *
     * @throws RunloreException UNSUPPORTED_MEDIA when it is of another type; TOO_LARGE beyond {@code limit} bytes; RATE_LIMITED
     *     when all requests together hold too much
     */
    public byte[] bodyBytes(MediaType type, int limit) throws IOException {
        try (InputStream in = new BudgetedStream(body(type, limit), share)) {
            return in.readAllBytes();
        }
    }

    /** Reads a JSON object. */
    public Fields json() throws IOException {
        return json(Limits.BODY_BYTES);
    }

    /** As {@link #json()}, of at most so many bytes. */
    public Fields json(int most) throws IOException {
        byte[] body = bodyBytes(MediaType.JSON, most);
        try {
            return new Fields("", Json.object(body));
        } catch (JsonProcessingException e) {
            throw new RunloreException(ErrorCode.INVALID_ARGUMENT, JsonFault.of("the body", e), e);
        }
    }

    /** As {@link #json()}, an empty object when the request has no body. */
    public Fields jsonOrNothing() throws IOException {
        boolean isEmpty = contentLength().orElse(0L) == 0 && context.header("Transfer-Encoding") == null;
        return isEmpty ? Fields.NOTHING : json();
    }

    /** Sets a header of the answer; before its body begins. */
    public Exchange with(String header, String value) {
        context.header(header, value);
        return this;
    }

    public void json(int status, Json.Part part) {
        bytes(status, "application/json", Json.bytes(part));
    }

    public void empty(int status) {
        context.status(status);
        context.res().setContentLength(0);
    }

    public void bytes(int status, String contentType, byte[] body) {
        if (body.length > LARGE) {
            share.grow(body.length);
        }
        context.status(status);
        context.contentType(contentType);
        context.res().setContentLength(body.length);
        context.result(body);
    }

    /** Answers the stream's bytes, of which there are {@code length}; closes it. */
    public void stream(int status, String contentType, long length, InputStream bytes) throws IOException {
        try (bytes) {
            context.status(status);
            context.contentType(contentType);
            context.res().setContentLengthLong(length);
            if (!isHead()) {
                bytes.transferTo(context.res().getOutputStream());
            }
        }
    }

    /** Begins an answer of unknown length; each flush goes out. The engine closes it. */
    public OutputStream open(int status, String contentType) throws IOException {
        context.status(status);
        context.contentType(contentType);
        context.res().flushBuffer();
        return context.res().getOutputStream();
    }
}
