// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

/** The statuses of a run, in their own spelling. */
public enum FilterStatus {
    NotStarted,
    Queued,
    Preparing,
    Provisioning,
    Starting,
    Running,
    CancelRequested,
    Canceled,
    Finalizing,
    Completed,
    Failed,
    Unapproved,
    NotResponding,
    Pausing,
    Paused
}
