// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

/** A group of calls: names its endpoints once, at start. */
@FunctionalInterface
public interface Calls {
    void register(Endpoints endpoints);
}
