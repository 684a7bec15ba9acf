// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The program's log: one JSON object a line on standard error. */
@NullMarked
package dev.runlore.app.log;

import org.jspecify.annotations.NullMarked;
