// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/**
 * One record that was not stored, and why.
 *
 * @param n number of the record
 * @param metric the one name of several that was refused
 */
public record Rejection(long n, Optional<String> metric, ErrorCode code, String detail) {}
