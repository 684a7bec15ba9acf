// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** {@code runlore submit} and {@code runlore experiment}: a project's script as a tracked run. */
@NullMarked
package dev.runlore.cli.submit;

import org.jspecify.annotations.NullMarked;
