// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/** Stored bytes that are not what was stored. Whoever knows whose bytes they are turns it into an error that says so. */
final class DamagedBytesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedBytesException(String what) {
        super(what);
    }
}
