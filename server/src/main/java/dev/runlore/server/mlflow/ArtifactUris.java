// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Run;

/** Where clients are told that files lie: below these, their paths go to the artifact proxy of the server that they track with. */
public final class ArtifactUris {
    public static final String SCHEME = "mlflow-artifacts:/";

    private ArtifactUris() {}

    public static String of(ExperimentId experiment) {
        return SCHEME + experiment;
    }

    public static String of(Run run) {
        return of(run.experiment().id()) + "/" + run.id() + "/artifacts";
    }
}
