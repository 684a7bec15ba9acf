// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.store.Archived;
import java.util.List;

/** Whether deleted runs or experiments are asked for. */
public final class Views {
    private static final List<String> NAMES = List.of("ACTIVE_ONLY", "DELETED_ONLY", "ALL");

    private Views() {}

    /** Only those that are not deleted when the argument is missing. */
    public static Archived read(Arguments arguments, String name) {
        return switch (arguments.choice(name, NAMES).orElse("ACTIVE_ONLY")) {
            case "DELETED_ONLY" -> Archived.YES;
            case "ALL" -> Archived.ALL;
            default -> Archived.NO;
        };
    }
}
