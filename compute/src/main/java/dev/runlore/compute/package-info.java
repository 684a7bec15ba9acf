// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** What a place that runs jobs must do. */
@NullMarked
package dev.runlore.compute;

import org.jspecify.annotations.NullMarked;
