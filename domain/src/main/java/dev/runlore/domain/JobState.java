// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** How far a job has come. The names are those of the wire. */
public enum JobState {
    /** It waits for its turn. */
    Queued,
    /** Its compute target was told to start it. */
    Starting,
    /** Its runner has claimed it. */
    Running,
    /** Its run is over, or it was canceled before it began. */
    Ended;

    public boolean isLive() {
        return this != Ended;
    }

    /** Whether a runner may still claim it; until one has, nothing of the user's runs. */
    public boolean isUnclaimed() {
        return this == Queued || this == Starting;
    }
}
