// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The HTTP API, one package a feature. */
@NullMarked
package dev.runlore.server;

import org.jspecify.annotations.NullMarked;
