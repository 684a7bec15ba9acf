// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.net.URI;
import java.time.Instant;

/** A link that opens the studio once, signed in. Who has it before its user is signed in instead: it is as secret as the token. */
public record StudioLink(URI url, Instant expires) {}
