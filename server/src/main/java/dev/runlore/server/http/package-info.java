// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** What every feature of the HTTP API stands on: who may ask, how requests are read and answers written, what errors look like. */
@NullMarked
package dev.runlore.server.http;

import org.jspecify.annotations.NullMarked;
