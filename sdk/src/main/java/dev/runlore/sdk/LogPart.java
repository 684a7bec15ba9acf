// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

/**
 * Bytes of a run's log.
 *
 * @param size of the log so far
 * @param ended whether it can no longer grow by its run
 */
public record LogPart(byte[] bytes, long size, boolean ended) {}
