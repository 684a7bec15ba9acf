// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Files that say how a script is run: {@code .runconfig} of 2017 and of 2018, {@code .compute}, conda dependencies. */
@NullMarked
package dev.runlore.cli.runconfig;

import org.jspecify.annotations.NullMarked;
