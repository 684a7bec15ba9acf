// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Files of runs, and the bytes behind them. */
@NullMarked
package dev.runlore.server.artifact;

import org.jspecify.annotations.NullMarked;
