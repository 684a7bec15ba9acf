// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

/** A log of a run and its size in bytes. */
public record LogFile(String path, long size) {}
