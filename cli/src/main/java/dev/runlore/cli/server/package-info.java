// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** {@code runlore server start|stop|status}. */
@NullMarked
package dev.runlore.cli.server;

import org.jspecify.annotations.NullMarked;
