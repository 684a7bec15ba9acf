// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.List;

/**
 * How far a writer has come.
 *
 * @param nextRecord number of records stored or rejected
 * @param gaps records that never came
 * @param dropped records that the writer itself had to drop
 */
public record WriterState(WriterId id, WriterFacts facts, long nextRecord, List<Gap> gaps, long dropped) {

    /** Record numbers from {@code from} to before {@code to}. */
    public record Gap(long from, long to) {}

    public WriterState {
        gaps = List.copyOf(gaps);
    }
}
