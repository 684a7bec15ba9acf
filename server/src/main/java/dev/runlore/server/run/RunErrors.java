// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.RunError;
import dev.runlore.server.http.Fields;
import java.util.Optional;

/** Reads why a run failed. */
public final class RunErrors {
    private RunErrors() {}

    /** The field {@code error} of a request, when it is there. */
    public static Optional<RunError> read(Fields fields) {
        return fields.object("error")
                .map(error ->
                        new RunError(error.get("code"), error.get("message"), error.text("type"), error.text("stack")));
    }
}
