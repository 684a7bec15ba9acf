// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a run but its points and files, as it leaves one history and enters another.
 *
 * @param draft with an origin
 * @param explicitSnapshot whether a user asked for its snapshot
 * @param models that it took in and gave out; they themselves stay where they are
 * @param made of what it was made from, which tells making it again from making another
 */
public record WholeRun(
        RunDraft draft,
        long revision,
        Optional<RunError> error,
        List<Run.RunWarning> warnings,
        List<WriterState> writers,
        List<ModelLink> models,
        boolean explicitSnapshot,
        Sha256 made) {

    public WholeRun {
        warnings = List.copyOf(warnings);
        writers = List.copyOf(writers);
        models = List.copyOf(models);
        if (draft.origin().isEmpty()) {
            throw new IllegalArgumentException("a whole run has a number and times");
        }
    }

    public RunId id() {
        return draft.id();
    }

    public RunDraft.Origin origin() {
        return draft.origin().orElseThrow();
    }

    /**
     * What another run of the same id has otherwise, as a sentence names it. The number and the experiment's UUID are not
     * compared, which a history gives to its runs, nor the revision, which counts changes that may have been undone.
     */
    public List<String> differences(WholeRun other) {
        List<String> names = new ArrayList<>();
        RunDraft a = draft;
        RunDraft b = other.draft;
        note(names, "experiment", a.experiment().equals(b.experiment()));
        note(names, "name", a.name().equals(b.name()));
        note(names, "description", a.description().equals(b.description()));
        note(names, "parent", a.parent().equals(b.parent()));
        note(names, "status", a.status() == b.status());
        note(names, "error", error.equals(other.error));
        note(names, "script", a.script().equals(b.script()) && a.arguments().equals(b.arguments()));
        note(names, "target", a.target().equals(b.target()) && a.heartbeat() == b.heartbeat());
        note(names, "user", a.user().equals(b.user()) && a.host().equals(b.host()));
        note(names, "times", sameTimes(origin(), other.origin()));
        note(names, "archived flag", origin().archived() == other.origin().archived());
        note(names, "tags", a.tags().equals(b.tags()));
        note(names, "properties", a.properties().equals(b.properties()));
        note(names, "parameters", a.params().equals(b.params()));
        note(names, "snapshot", a.snapshot().equals(b.snapshot()) && explicitSnapshot == other.explicitSnapshot);
        note(names, "warnings", warnings.equals(other.warnings));
        note(names, "writers", writers.equals(other.writers));
        note(names, "models", models.equals(other.models));
        return names;
    }

    private static boolean sameTimes(RunDraft.Origin one, RunDraft.Origin other) {
        return one.created().equals(other.created())
                && one.started().equals(other.started())
                && one.ended().equals(other.ended());
    }

    private static void note(List<String> names, String name, boolean same) {
        if (!same) {
            names.add(name);
        }
    }
}
