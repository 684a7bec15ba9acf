// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** What every verb has: its options, the session with a server, its reply. */
@NullMarked
package dev.runlore.cli.command;

import org.jspecify.annotations.NullMarked;
