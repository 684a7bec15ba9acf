// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** One file of a model's version: the path it had in its run, and its bytes. */
public record ModelFile(ArtifactPath path, Sha256 sha256, long size) {}
