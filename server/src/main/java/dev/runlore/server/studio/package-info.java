// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The studio, which is the pages for people: its files out of the jar, and how a browser signs in. */
@NullMarked
package dev.runlore.server.studio;

import org.jspecify.annotations.NullMarked;
