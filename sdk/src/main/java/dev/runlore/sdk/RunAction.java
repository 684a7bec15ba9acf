// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.util.Locale;

/** What a run can be told to do. */
public enum RunAction {
    START,
    COMPLETE,
    FAIL,
    CANCEL,
    RESUME,
    ARCHIVE,
    UNARCHIVE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
