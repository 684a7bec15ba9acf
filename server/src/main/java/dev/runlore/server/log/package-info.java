// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Text logs that grow while their run lives, and become artifacts at its end. */
@NullMarked
package dev.runlore.server.log;

import org.jspecify.annotations.NullMarked;
