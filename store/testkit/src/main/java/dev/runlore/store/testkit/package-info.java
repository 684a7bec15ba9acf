// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The contract tests that every store runs. */
@NullMarked
package dev.runlore.store.testkit;

import org.jspecify.annotations.NullMarked;
