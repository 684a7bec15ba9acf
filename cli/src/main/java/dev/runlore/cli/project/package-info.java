// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Verbs of a project: a folder whose runs belong together. */
@NullMarked
package dev.runlore.cli.project;

import org.jspecify.annotations.NullMarked;
