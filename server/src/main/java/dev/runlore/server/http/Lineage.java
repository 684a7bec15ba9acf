// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.RunId;
import java.util.Optional;

/** Which run is whose child. */
@FunctionalInterface
public interface Lineage {
    /** No run is anybody's child. */
    Lineage NONE = run -> Optional.empty();

    /** Whose child the run is; nobody's when it is not there. */
    Optional<RunId> findParent(RunId run);
}
