// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

/** What a request must show before its handler runs. No route can be registered without naming one. */
public enum Permission {
    /** Nothing: whether the server lives. */
    OPEN,
    /** The token where the server asks for it everywhere. */
    READ,
    /** As {@link #READ}; apart from it because roles will tell them apart. */
    WRITE,
    /**
     * As {@link #WRITE}, but a run's own token is let in too: the action asks {@link Exchange#requireWritable} for each run that it
     * changes, {@link Exchange#requireWritableFor} for what it makes, and {@link Exchange#requireWriteOfAll} for what belongs to no
     * run.
     */
    WRITE_OF_RUN,
    /** The data folder's token, always, also on loopback. */
    TOKEN,
    /** The claim token of the job that the path names, always, also on loopback. */
    JOB
}
