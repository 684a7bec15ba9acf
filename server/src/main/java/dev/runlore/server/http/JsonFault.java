// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.runlore.domain.Limits;

/** Says what is wrong with a JSON text, in this server's words and not its parser's. */
public final class JsonFault {
    private JsonFault() {}

    /** @param what subject of the sentence, such as {@code the body} */
    public static String of(String what, JsonProcessingException fault) {
        if (fault instanceof StreamConstraintsException) {
            return what + " must have at most " + Limits.JSON_DEPTH + " levels and " + Json.NUMBER_LENGTH
                    + " digits a number but has more; make it flatter or send text";
        }
        if (String.valueOf(fault.getOriginalMessage()).startsWith("Duplicate")) {
            return what + " must have each key once in an object but has one twice; send it once";
        }
        return what + " must be JSON but is not; correct it";
    }
}
