// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** Where a list goes on; made and checked by the store alone. */
public record PageToken(String value) {
    public PageToken {
        if (value.isEmpty() || value.length() > 2_000) {
            throw RunloreException.invalid(
                    "page token must be one that a list answered; ask for the list again without it");
        }
    }
}
