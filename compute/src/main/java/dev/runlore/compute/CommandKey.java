// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute;

/** Tells one command from all others that one server ever submits. */
public record CommandKey(String value) {}
