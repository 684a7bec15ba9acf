// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Source folders by their content: stored, listed, compared and read as files or as one zip. */
@NullMarked
package dev.runlore.server.snapshot;

import org.jspecify.annotations.NullMarked;
