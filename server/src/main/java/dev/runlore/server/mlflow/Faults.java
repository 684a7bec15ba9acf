// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;

/** What is said of an argument that is wrong, in the words that clients look for. */
public final class Faults {
    private Faults() {}

    /** @param parameter such as {@code run_id} or {@code metrics[0].value} */
    public static RunloreException missing(String parameter) {
        return RunloreException.invalid("Missing value for required parameter '" + parameter
                + "'. See the documentation of the call for its parameters.");
    }

    /** @param value as JSON; it is shortened here */
    public static RunloreException invalid(String parameter, String value, String why) {
        return RunloreException.invalid(
                "Invalid value " + Shown.text(value) + " for parameter '" + parameter + "' supplied: " + why);
    }
}
