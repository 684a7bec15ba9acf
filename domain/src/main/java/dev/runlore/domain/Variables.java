// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Map;

/** Rules for environment variables of a process. */
final class Variables {
    private Variables() {}

    /** @throws RunloreException INVALID_ARGUMENT when a name or value is none that a process can have */
    static void require(Map<String, String> variables) {
        Limits.requireCount("environment variables", variables.size(), Limits.SUBMISSION_ITEMS);
        variables.forEach((name, value) -> {
            Limits.requireName("name of an environment variable", name, Limits.KEY);
            if (name.indexOf('=') >= 0) {
                throw RunloreException.invalid("name of an environment variable must have no '=' but is '"
                        + Shown.text(name) + "'; split it into name and value");
            }
            Limits.requireText("environment variable " + Shown.text(name), value, Limits.TEXT_VALUE_BYTES);
        });
    }
}
