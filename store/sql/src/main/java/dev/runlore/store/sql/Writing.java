// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.time.Instant;

/**
 * What a change is made with.
 *
 * @param session the one connection that writes
 * @param runs what is known of the runs that are being written to
 * @param now the server's time of the change, in whole microseconds
 */
record Writing(Session session, RunStates runs, Instant now) {
    long workspace() {
        return runs.workspace();
    }
}
