// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** What runs use, as MLflow's clients say and see it. */
@NullMarked
package dev.runlore.server.mlflow.input;

import org.jspecify.annotations.NullMarked;
