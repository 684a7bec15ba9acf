// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Series cut into buckets along x, as charts show them. */
@NullMarked
package dev.runlore.store.bucket;

import org.jspecify.annotations.NullMarked;
