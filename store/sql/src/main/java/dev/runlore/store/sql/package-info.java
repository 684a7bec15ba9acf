// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The store in SQLite. */
@NullMarked
package dev.runlore.store.sql;

import org.jspecify.annotations.NullMarked;
