// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;

/**
 * A filter, column list or order that cannot be read. The message says what was found, what was expected and shows the place in
 * the text with a caret on a line of its own.
 */
public final class FilterException extends RunloreException {
    private static final long serialVersionUID = 1;

    private final int position;

    FilterException(String message, int position) {
        super(ErrorCode.INVALID_ARGUMENT, message);
        this.position = position;
    }

    /** Where in the text reading stopped: an index into the string, its length for the end. */
    public int position() {
        return position;
    }
}
