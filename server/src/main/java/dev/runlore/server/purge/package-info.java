// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Experiments: named groups of runs. */
@NullMarked
package dev.runlore.server.purge;

import org.jspecify.annotations.NullMarked;
