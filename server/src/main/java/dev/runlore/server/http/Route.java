// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

/** One method on one path template, such as {@code /api/v1/runs/{run}}. */
public record Route(String method, String path, Permission permission, Action action) {}
