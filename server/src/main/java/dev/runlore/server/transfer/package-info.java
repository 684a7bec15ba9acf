// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Whole runs on their way from one server's history into another's. */
@NullMarked
package dev.runlore.server.transfer;

import org.jspecify.annotations.NullMarked;
