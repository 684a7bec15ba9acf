// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

/** Hears of every change of a run after it is durable, on the thread that made it; must be quick and must not throw. */
@FunctionalInterface
public interface RunListener {
    void changed(RunChange change);
}
