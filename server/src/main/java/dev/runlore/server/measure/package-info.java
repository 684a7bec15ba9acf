// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The server's measures of itself, as text for those who collect such. */
@NullMarked
package dev.runlore.server.measure;

import org.jspecify.annotations.NullMarked;
