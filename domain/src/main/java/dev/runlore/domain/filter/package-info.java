// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/**
 * The filter language: which runs a list shows, which columns it has and how it is ordered.
 *
 * <p>{@link dev.runlore.domain.filter.Filter} and {@link dev.runlore.domain.filter.RunField} hold meaning without syntax. The
 * parsers here read the native syntax into them and {@link dev.runlore.domain.filter.FilterPrinter} writes it; a store binds
 * them. Nothing of a filter's text ever becomes part of a statement or a program.
 */
@NullMarked
package dev.runlore.domain.filter;

import org.jspecify.annotations.NullMarked;
