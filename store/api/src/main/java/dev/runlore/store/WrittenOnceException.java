// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;

/** A parameter or property is there with another value than the one that came. */
public final class WrittenOnceException extends RunloreException {
    private static final long serialVersionUID = 1;

    private final String key;
    private final String stored;

    /**
     * A refusal.
     *
     * @param what a parameter or a property
     * @param stored the value that stays, as text
     */
    public WrittenOnceException(String what, String key, String stored) {
        super(
                ErrorCode.ALREADY_EXISTS,
                what + " '" + Shown.text(key) + "' is written once and has another value already; "
                        + "use another name, or a tag for what changes");
        this.key = key;
        this.stored = stored;
    }

    public String key() {
        return key;
    }

    public String stored() {
        return stored;
    }
}
