// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/** Where a writer runs. A rank is its number among the processes of a distributed run. */
public record WriterFacts(Optional<String> host, Optional<Long> pid, Optional<Integer> rank) {
    public static final WriterFacts UNKNOWN = new WriterFacts(Optional.empty(), Optional.empty(), Optional.empty());
}
