// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** {@code runlore import}: brings in runs of another history, in the form of this or of another product. */
@NullMarked
package dev.runlore.cli.imports;

import org.jspecify.annotations.NullMarked;
