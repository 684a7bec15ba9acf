// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Models by MLflow's protocol: those that runs log, and the registry with its versions. */
@org.jspecify.annotations.NullMarked
package dev.runlore.server.mlflow.model;
