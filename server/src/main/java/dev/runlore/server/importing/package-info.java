// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Runs of another history, brought in with the facts that they have there. */
@NullMarked
package dev.runlore.server.importing;

import org.jspecify.annotations.NullMarked;
