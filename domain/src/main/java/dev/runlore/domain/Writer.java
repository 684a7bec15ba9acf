// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** Who appends records to a run, and so how often each is stored and what a bad one does. */
public sealed interface Writer {

    /** The server itself, on behalf of one request: all records are stored or, when one is refused, none. */
    Writer DIRECT = new Direct();

    Writer UNNUMBERED = new Unnumbered();

    record Direct() implements Writer {}

    /**
     * A client that numbers nothing and sends again what it got no answer for: as {@link #DIRECT}, but of scalar points that agree
     * in metric, time, step and value the run keeps one, whether they come in one request or in several.
     */
    record Unnumbered() implements Writer {}

    /**
     * A process that numbers its records: record i of the request has number {@code first} + i, the already stored ones are
     * skipped, a refused one does not hold the others back.
     *
     * @param gap that the records below {@code first} are lost for good
     */
    record Numbered(WriterId id, long first, boolean gap) implements Writer {
        public Numbered {
            if (first < 0) {
                throw RunloreException.invalid("first must be a record number from 0 but is " + first
                        + "; send the number of the first record");
            }
        }
    }
}
