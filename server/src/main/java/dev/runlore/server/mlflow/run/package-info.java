// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Runs as MLflow's clients see them, and what they log. */
@NullMarked
package dev.runlore.server.mlflow.run;

import org.jspecify.annotations.NullMarked;
