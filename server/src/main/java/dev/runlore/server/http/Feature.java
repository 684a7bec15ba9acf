// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

/** A part of the API: names its routes once, at start. */
@FunctionalInterface
public interface Feature {
    void register(Routes routes);

    /** Ends what would not end by itself, such as open streams, before the server stops. */
    default void stop() {}
}
