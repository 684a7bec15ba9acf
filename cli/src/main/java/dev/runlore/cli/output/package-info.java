// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** How answers look: JSON, table, tab-separated, YAML. Values are the plain ones of {@code JsonTree}. */
@NullMarked
package dev.runlore.cli.output;

import org.jspecify.annotations.NullMarked;
