// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The words of run history: ids, runs, metric values, records, the filter language. Pure Java. */
@NullMarked
package dev.runlore.domain;

import org.jspecify.annotations.NullMarked;
