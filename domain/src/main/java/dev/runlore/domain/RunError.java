// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/**
 * Why a run failed.
 *
 * @param code a word for machines, {@code UserError} for a fault of the script
 * @param type name of the exception's type
 */
public record RunError(String code, String message, Optional<String> type, Optional<String> stack) {
    public RunError {
        Limits.requireName("error code", code, Limits.KEY);
        Limits.requireText("error message", message, Limits.TEXT_VALUE_BYTES);
        type.ifPresent(text -> Limits.requireText("error type", text, Limits.TEXT_VALUE_BYTES));
        stack.ifPresent(text -> Limits.requireText("error stack", text, Limits.TEXT_VALUE_BYTES));
    }
}
