// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The rules that hold between modules and packages. Plain test methods: runners have skipped other kinds silently. */
@NullMarked
package dev.runlore.app.architecture;

import org.jspecify.annotations.NullMarked;
