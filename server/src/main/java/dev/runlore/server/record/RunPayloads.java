// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WriterFacts;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.Fields;
import dev.runlore.server.run.RunDrafts;
import dev.runlore.server.run.RunErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the payloads that change the run itself. */
final class RunPayloads {
    private RunPayloads() {}

    static RunRecord create(Fields line, RunId run) {
        Fields fields = object(line, "create");
        RunDraft draft = RunDrafts.read(fields, run);
        if (!draft.id().equals(run)) {
            throw RunloreException.invalid(
                    "create must name run '" + run + "' but names '" + draft.id() + "'; leave its id out");
        }
        return new RunRecord.Create(
                draft, fields.object("writer").map(RunPayloads::facts).orElse(WriterFacts.UNKNOWN));
    }

    private static WriterFacts facts(Fields writer) {
        return new WriterFacts(writer.text("host"), writer.number("pid"), writer.smallNumber("rank"));
    }

    static RunRecord tag(Fields line) {
        return several(line.entries("tag", Fields::textOrNull), RunRecord.Tag::new);
    }

    static RunRecord untag(Fields line) {
        return several(line.texts("untag").stream().map(RunRecord.Untag::new).toList());
    }

    static RunRecord property(Fields line) {
        return several(line.entries("property", Fields::text), RunRecord.Property::new);
    }

    static RunRecord parameter(Fields line) {
        return several(line.entries("param", (what, node) -> CellJson.read(node)), RunRecord.Parameter::new);
    }

    private static <T> RunRecord several(Map<String, T> entries, BiFunction<String, T, RunRecord> record) {
        return several(entries.entrySet().stream()
                .map(entry -> record.apply(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static RunRecord several(List<? extends RunRecord> parts) {
        return parts.size() == 1 ? parts.getFirst() : new RunRecord.Several(List.copyOf(parts));
    }

    static RunRecord artifact(Fields line) {
        Fields artifact = object(line, "artifact");
        return new RunRecord.PutArtifact(
                new ArtifactPath(artifact.get("path")),
                Optional.of(new Sha256(artifact.get("sha256"))),
                artifact.number("size").orElse(0L));
    }

    static RunRecord snapshot(Fields line) {
        Fields snapshot = object(line, "snapshot");
        boolean implicit = snapshot.flag("implicit").orElse(false);
        return new RunRecord.TakeSnapshot(new Sha256(snapshot.get("sha256")), !implicit);
    }

    static RunRecord status(Fields line) {
        Fields status = object(line, "status");
        return new RunRecord.Status(RunStatus.parse(status.get("to")), status.time("at"), RunErrors.read(status));
    }

    static RunRecord warning(Fields line) {
        return new RunRecord.Warning(line.get("warning"));
    }

    static RunRecord dropped(Fields line) {
        long count = line.number("dropped").orElse(0L);
        if (count < 1) {
            throw RunloreException.invalid("field 'dropped' must be a count from 1 but is " + count + "; leave it out");
        }
        return new RunRecord.Dropped(count);
    }

    private static Fields object(Fields line, String name) {
        return line.object(name).orElseThrow(() -> line.missing(name));
    }
}
