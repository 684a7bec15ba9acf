// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Blobs in a folder. */
@NullMarked
package dev.runlore.store.files;

import org.jspecify.annotations.NullMarked;
