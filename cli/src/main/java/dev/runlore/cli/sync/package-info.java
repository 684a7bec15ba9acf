// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** {@code runlore sync}: sends what waits in spools. */
@NullMarked
package dev.runlore.cli.sync;

import org.jspecify.annotations.NullMarked;
