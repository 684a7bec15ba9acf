// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** What a program logs and reads with MLflow's Java client. */
@org.jspecify.annotations.NullMarked
package dev.runlore.client;
