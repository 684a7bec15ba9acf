// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Numbered records of writers: read from NDJSON, stored once each. */
@NullMarked
package dev.runlore.server.record;

import org.jspecify.annotations.NullMarked;
