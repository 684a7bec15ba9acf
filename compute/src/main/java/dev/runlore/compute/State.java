// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute;

/** Whether a command still runs. */
public enum State {
    RUNNING,
    ENDED
}
