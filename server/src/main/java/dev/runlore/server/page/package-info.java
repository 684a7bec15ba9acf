// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The run history as plain HTML pages. */
@NullMarked
package dev.runlore.server.page;

import org.jspecify.annotations.NullMarked;
