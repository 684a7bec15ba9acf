// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.time.Duration;

/**
 * What the HTTP engine gives to all clients together, and how long it waits for one.
 *
 * @param connections most that are open at once; others wait until one closes
 * @param idle after which a connection on which nothing moves is closed, in whichever direction it waits
 * @param headers within which a request's line and headers must have come once they began
 * @param memory bytes of the heap that bodies and answers may hold together
 */
public record HttpLimits(int connections, Duration idle, Duration headers, long memory) {

    /** The usual ones, with a quarter of the heap. */
    public static HttpLimits of(int connections) {
        return new HttpLimits(
                connections,
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Runtime.getRuntime().maxMemory() / 4);
    }
}
