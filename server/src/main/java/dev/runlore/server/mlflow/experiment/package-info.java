// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Experiments as MLflow's clients see them. */
@NullMarked
package dev.runlore.server.mlflow.experiment;

import org.jspecify.annotations.NullMarked;
