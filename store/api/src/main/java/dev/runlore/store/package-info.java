// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** What a store must do. */
@NullMarked
package dev.runlore.store;

import org.jspecify.annotations.NullMarked;
