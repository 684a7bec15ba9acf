// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** {@code runlore run}: one run, whole. */
@NullMarked
package dev.runlore.cli.run;

import org.jspecify.annotations.NullMarked;
