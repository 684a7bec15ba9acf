// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.io.IOException;

/** Reads one request, does what it asks and answers it. */
@FunctionalInterface
public interface Action {
    void answer(Exchange exchange) throws IOException;
}
