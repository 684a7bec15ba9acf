// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Hints to whoever watches that something changed. */
@NullMarked
package dev.runlore.server.live;

import org.jspecify.annotations.NullMarked;
