// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** {@code runlore purge}: the verbs, fields and tables of {@code az ml history}. */
@NullMarked
package dev.runlore.cli.purge;

import org.jspecify.annotations.NullMarked;
