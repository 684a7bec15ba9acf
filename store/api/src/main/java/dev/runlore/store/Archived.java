// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;

/** Which part of a list the archive flag leaves. */
public enum Archived {
    /** Only what is not archived. */
    NO,
    /** Only what is archived. */
    YES,
    ALL;

    public static Archived parse(String word) {
        return switch (word) {
            case "no" -> NO;
            case "yes" -> YES;
            case "all" -> ALL;
            default ->
                throw RunloreException.invalid(
                        "archived must be no, yes or all but is '" + Shown.text(word) + "'; use one of them");
        };
    }
}
