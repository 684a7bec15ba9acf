// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.Limits;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.mlflow.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run's tags as clients see them: three of them are the run's own name, description and parent, which are written there and read
 * from there.
 */
public final class RunTags {
    public static final String NAME = "mlflow.runName";
    public static final String NOTE = "mlflow.note.content";
    public static final String PARENT = "mlflow.parentRunId";
    public static final String USER = "mlflow.user";
    public static final String SOURCE = "mlflow.source.name";

    private RunTags() {}

    /** What setting a tag does to the run; a value that is too long is cut. */
    static List<RunRecord> set(RunId run, String key, String value) {
        return switch (key) {
            case NAME -> List.of(new RunRecord.Rename(name(value)));
            case NOTE -> List.of(new RunRecord.Describe(Names.truncated(value, Limits.DESCRIPTION)));
            case PARENT -> parent(run, value);
            default -> List.of(plain(key, value));
        };
    }

    private static RunRecord.Tag plain(String key, String value) {
        return new RunRecord.Tag(key, Optional.of(Names.truncated(value, Limits.RUN_TAG)));
    }

    static String name(String value) {
        return Names.truncated(value, Limits.RUN_NAME);
    }

    /** What no run can be called, and the run itself, is a tag like any other. */
    private static List<RunRecord> parent(RunId run, String value) {
        Optional<RunId> parent = parentOf(run, value);
        RunRecord tag = parent.isPresent() ? new RunRecord.Untag(PARENT) : plain(PARENT, value);
        return List.of(new RunRecord.Parent(parent), tag);
    }

    static Optional<RunId> parentOf(RunId run, String value) {
        return runId(value).filter(id -> !id.equals(run));
    }

    private static Optional<RunId> runId(String text) {
        try {
            return Optional.of(new RunId(text));
        } catch (RunloreException noRunId) {
            return Optional.empty();
        }
    }

    /** What deleting a tag does to the run: its name stays. */
    static List<RunRecord> delete(String key) {
        return switch (key) {
            case NAME -> List.of();
            case NOTE -> List.of(new RunRecord.Describe(""));
            case PARENT -> List.of(new RunRecord.Parent(Optional.empty()), new RunRecord.Untag(key));
            default -> List.of(new RunRecord.Untag(key));
        };
    }

    /** All tags; who made the run and with which script is shown also when no tag says it. */
    public static Map<String, String> shown(Run run) {
        Map<String, String> shown = new LinkedHashMap<>();
        run.name().ifPresent(text -> shown.put(NAME, text));
        run.description().filter(text -> !text.isEmpty()).ifPresent(text -> shown.put(NOTE, text));
        run.user().name().ifPresent(text -> shown.put(USER, text));
        run.script().ifPresent(text -> shown.put(SOURCE, text));
        run.tags().values().forEach((key, text) -> shown.put(key, text.orElse("")));
        run.parent().ifPresent(parent -> shown.put(PARENT, parent.value()));
        return shown;
    }
}
