// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

/** Who may ask: under which names of this server, and with what token. */
public record Checks(Hosts hosts, Access access) {}
