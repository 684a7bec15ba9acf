// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Runs: making, reading, changing and listing them, and noticing those that fell silent. */
@NullMarked
package dev.runlore.server.run;

import org.jspecify.annotations.NullMarked;
