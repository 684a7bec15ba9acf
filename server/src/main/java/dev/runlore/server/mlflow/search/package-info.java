// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The filters and orders of MLflow's clients, read into those of the history. */
@NullMarked
package dev.runlore.server.mlflow.search;

import org.jspecify.annotations.NullMarked;
