// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** Files by MLflow's protocol: what runs, logged models and versions own, under one tree of paths. */
@org.jspecify.annotations.NullMarked
package dev.runlore.server.mlflow.artifact;
