// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which kinds of body a route reads. Nothing is guessed: a form that happens to parse as JSON is not JSON. */
public enum MediaType {
    JSON("application/json", "charset=utf-8", false),
    RECORDS("application/x-ndjson", "format=1", true),
    OCTETS("application/octet-stream", "", false),
    /** Whatever the client calls it, or nothing: the action decides. */
    ANY("*/*", "", false);

    private final String name;
    private final String parameter;
    private final boolean isParameterNeeded;

    MediaType(String name, String parameter, boolean isParameterNeeded) {
        this.name = name;
        this.parameter = parameter;
        this.isParameterNeeded = isParameterNeeded;
    }

    /** As a header writes it. */
    public String header() {
        return isParameterNeeded ? name + "; " + parameter : name;
    }

    /** @throws RunloreException UNSUPPORTED_MEDIA unless a Content-Type header is this one */
    void require(@Nullable String contentType) {
        if (this != ANY && (contentType == null || !matches(contentType))) {
            throw new RunloreException(
                    ErrorCode.UNSUPPORTED_MEDIA,
                    "the body's Content-Type must be " + header() + " but is "
                            + (contentType == null ? "missing" : "'" + Shown.text(contentType) + "'")
                            + "; send it as that");
        }
    }

    private boolean matches(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).replace("\"", "").split(";");
        if (!parts[0].strip().equals(name)) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].strip().equals(parameter)) {
                return false;
            }
        }
        return parts.length == 1 ? !isParameterNeeded : parts.length == 2;
    }
}
