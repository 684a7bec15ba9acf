// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import dev.runlore.domain.RunRecord;

/** What a record changes, once its line has been read whole. */
@FunctionalInterface
interface Payload {
    RunRecord record(Envelope envelope);
}
