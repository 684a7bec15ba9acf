// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The command line, on the SDK. */
@NullMarked
package dev.runlore.cli;

import org.jspecify.annotations.NullMarked;
