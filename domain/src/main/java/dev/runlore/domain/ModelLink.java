// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/**
 * A logged model that a run took in or gave out.
 *
 * @param step of the run at which it was given out; 0 for what was taken in
 */
public record ModelLink(Role role, LoggedModelId model, long step) {
    public enum Role {
        INPUT,
        OUTPUT
    }
}
