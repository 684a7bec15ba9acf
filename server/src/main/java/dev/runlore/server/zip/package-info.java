// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Zips as streams. */
@NullMarked
package dev.runlore.server.zip;

import org.jspecify.annotations.NullMarked;
