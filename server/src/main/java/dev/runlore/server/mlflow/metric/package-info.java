// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** The histories of metrics as MLflow's clients read them. */
@NullMarked
package dev.runlore.server.mlflow.metric;

import org.jspecify.annotations.NullMarked;
