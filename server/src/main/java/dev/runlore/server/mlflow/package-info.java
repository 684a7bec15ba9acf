// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** MLflow's REST protocol over the history: an adapter, which knows the features and is known by none of them. */
@org.jspecify.annotations.NullMarked
package dev.runlore.server.mlflow;
