// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import java.util.Map;

/**
 * How a store stands, and what it has done since it was opened.
 *
 * @param writes what the writing thread does
 * @param runs how many are in the history
 * @param series how many all runs have together
 * @param jobs by state, as the API names it
 * @param databaseBytes of the file
 * @param logBytes of the write-ahead log beside it
 */
public record StoreMeasures(
        Writes writes, long runs, long series, Map<String, Long> jobs, long databaseBytes, long logBytes) {

    /**
     * The writing thread's work.
     *
     * @param waitingRequests not yet in a transaction
     * @param waitingBytes about how much memory they hold
     * @param refused because too much waited
     * @param points of committed requests, those that came twice included
     * @param seconds that each commit took, from the first change to the disk's answer
     * @param requests how many each commit made durable
     */
    public record Writes(
            long waitingRequests,
            long waitingBytes,
            long refused,
            long points,
            Histogram.Counts seconds,
            Histogram.Counts requests) {}

    public StoreMeasures {
        jobs = Map.copyOf(jobs);
    }
}
