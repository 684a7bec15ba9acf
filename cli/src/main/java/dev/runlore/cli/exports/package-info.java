// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** {@code runlore export}: writes whole runs to one file. */
@NullMarked
package dev.runlore.cli.exports;

import org.jspecify.annotations.NullMarked;
