// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.importing;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.User;
import dev.runlore.domain.WriterFacts;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.WireTime;
import dev.runlore.server.run.RunDrafts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/** One run of another history: what it is made from, the last values of its metrics, the names of its artifacts. */
record ImportedRun(RunDraft draft, Map<String, Cell> metrics, List<ArtifactPath> artifacts) {

    static ImportedRun read(Fields fields) {
        return new ImportedRun(
                draft(fields),
                fields.entries("metrics", (what, node) -> CellJson.read(node)),
                fields.texts("artifacts").stream().map(ArtifactPath::new).toList());
    }

    RunRecord create() {
        return new RunRecord.Create(draft, WriterFacts.UNKNOWN);
    }

    /** All that the run becomes. A value's time is that of the run's end, the best that is known of it. */
    List<RunRecord> records() {
        List<RunRecord> records = new ArrayList<>();
        records.add(create());
        if (!metrics.isEmpty()) {
            records.add(new RunRecord.Values(lastTime().toEpochMilli(), OptionalDouble.empty(), metrics));
        }
        artifacts.forEach(path -> records.add(new RunRecord.PutArtifact(path, Optional.empty(), 0)));
        return records;
    }

    private Instant lastTime() {
        RunDraft.Origin origin = draft.origin().orElseThrow();
        return origin.ended().or(origin::started).orElse(origin.created());
    }

    private static RunDraft draft(Fields fields) {
        Fields experiment = required(fields, "experiment");
        return new RunDraft(
                new RunId(fields.get("id")),
                experiment.get("name"),
                fields.text("name"),
                fields.text("description"),
                fields.text("parent").map(RunId::new),
                RunStatus.parse(fields.get("status")),
                fields.text("script"),
                fields.texts("arguments"),
                fields.text("target").orElse(RunDraft.LOCAL),
                user(required(fields, "user")),
                fields.text("host"),
                fields.flag("heartbeat").orElse(false),
                Optional.empty(),
                RunDrafts.tags(fields),
                fields.entries("properties", Fields::text),
                RunDrafts.params(fields),
                Optional.of(origin(fields, experiment)));
    }

    private static RunDraft.Origin origin(Fields fields, Fields experiment) {
        return new RunDraft.Origin(
                number(fields),
                experiment.text("uuid").map(text -> uuid("experiment uuid", text)),
                WireTime.parse("field 'created'", fields.get("created")),
                fields.time("started"),
                fields.time("ended"),
                fields.flag("archived").orElse(false));
    }

    private static long number(Fields fields) {
        long number = fields.number("number").orElseThrow(() -> fields.missing("number"));
        if (number < 1) {
            throw RunloreException.invalid(
                    "field 'number' must be a run's number from 1 but is " + number + "; send the one it has");
        }
        return number;
    }

    private static User user(Fields user) {
        return new User(uuid("user id", user.get("id")), user.text("name"));
    }

    private static Fields required(Fields fields, String name) {
        return fields.object(name).orElseThrow(() -> fields.missing(name));
    }

    private static UUID uuid(String what, String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // the sentence below says it
        }
        throw RunloreException.invalid(what + " must be a UUID but is '" + Shown.text(text) + "'; send the one it has");
    }
}
