// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute;

/** What a target calls a command that it was given: text to keep, which only that target understands. */
public record Handle(String text) {}
