// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Configuration, wiring and packaging: the only module that sees engines. */
@NullMarked
package dev.runlore.app;

import org.jspecify.annotations.NullMarked;
