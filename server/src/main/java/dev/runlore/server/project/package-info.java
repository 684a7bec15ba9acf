// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Projects: folders of the server's host that their owner registered, the only ones that it reads or changes. */
@NullMarked
package dev.runlore.server.project;

import org.jspecify.annotations.NullMarked;
