// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The server's own host as a place that runs jobs. */
@NullMarked
package dev.runlore.compute.local;

import org.jspecify.annotations.NullMarked;
