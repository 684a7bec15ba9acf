// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Reads and writes run history from the JVM. */
@NullMarked
package dev.runlore.sdk;

import org.jspecify.annotations.NullMarked;
