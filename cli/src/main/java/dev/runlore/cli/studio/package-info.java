// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The way into the studio. */
@NullMarked
package dev.runlore.cli.studio;

import org.jspecify.annotations.NullMarked;
