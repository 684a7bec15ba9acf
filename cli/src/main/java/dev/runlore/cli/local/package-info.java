// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The server of this machine's data folder, started and stopped. */
@NullMarked
package dev.runlore.cli.local;

import org.jspecify.annotations.NullMarked;
