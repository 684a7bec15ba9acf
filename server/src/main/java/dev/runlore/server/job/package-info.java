// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Submissions, and the jobs that execute them. */
@NullMarked
package dev.runlore.server.job;

import org.jspecify.annotations.NullMarked;
