// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Run;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where clients are told that files lie: below these, their paths go to the artifact proxy of the server that they track with. */
public final class ArtifactUris {
    public static final String SCHEME = "mlflow-artifacts:/";

    private ArtifactUris() {}

    public static String of(ExperimentId experiment) {
        return SCHEME + experiment;
    }

    public static String of(LoggedModel model) {
        return of(model.experiment()) + "/models/" + model.id() + "/artifacts";
    }

    /** Of a version that has files: its name may hold any character, and so is one segment of base64url. */
    public static String of(ModelVersion version) {
        String name = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(version.name().value().getBytes(StandardCharsets.UTF_8));
        return SCHEME + "registry/" + name + "/" + version.version();
    }

    public static String of(Run run) {
        return of(run.experiment().id()) + "/" + run.id() + "/artifacts";
    }
}
