// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Source folders: what a snapshot of one keeps, and how one is put back. Nothing here follows a link or leaves the folder. */
@NullMarked
package dev.runlore.project;

import org.jspecify.annotations.NullMarked;
