// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Metrics, their points, and series cut into buckets for charts. */
@NullMarked
package dev.runlore.server.metric;

import org.jspecify.annotations.NullMarked;
