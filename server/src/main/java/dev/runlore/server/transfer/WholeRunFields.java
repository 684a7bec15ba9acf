// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.User;
import dev.runlore.domain.WholeRun;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.domain.WriterState;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.WireTime;
import dev.runlore.server.run.RunDrafts;
import dev.runlore.server.run.RunErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads what {@link WholeRunJson} writes, from whoever sent it. */
final class WholeRunFields {
    /** As many as a run keeps. */
    private static final int WARNINGS = 100;

    private WholeRunFields() {}

    static WholeRun read(Fields fields) {
        return new WholeRun(
                draft(fields),
                count(fields, "revision", 0),
                RunErrors.read(fields),
                warnings(fields),
                writers(fields),
                models(fields),
                fields.object("snapshot").flatMap(it -> it.flag("explicit")).orElse(false),
                new Sha256(fields.get("made")));
    }

    private static RunDraft draft(Fields fields) {
        Fields experiment = required(fields, "experiment");
        Fields user = required(fields, "user");
        return new RunDraft(
                new RunId(fields.get("id")),
                experiment.get("name"),
                fields.text("name"),
                fields.text("description"),
                fields.text("parent").map(RunId::new),
                RunStatus.parse(fields.get("status")),
                fields.text("script"),
                fields.texts("arguments"),
                fields.get("target"),
                new User(uuid("user.id", user.get("id")), user.text("name")),
                fields.text("host"),
                fields.flag("heartbeat").orElse(false),
                Optional.empty(),
                RunDrafts.tags(fields),
                fields.entries("properties", Fields::text),
                RunDrafts.params(fields),
                fields.object("snapshot").map(it -> new SnapshotId(it.get("id"))),
                Optional.of(origin(fields, experiment)));
    }

    private static RunDraft.Origin origin(Fields fields, Fields experiment) {
        return new RunDraft.Origin(
                count(fields, "number", 1),
                experiment.text("uuid").map(text -> uuid("experiment.uuid", text)),
                WireTime.parse("field 'created'", fields.get("created")),
                fields.time("started"),
                fields.time("ended"),
                fields.flag("archived").orElse(false));
    }

    private static List<Run.RunWarning> warnings(Fields fields) {
        List<Run.RunWarning> warnings = fields.objects("warnings").stream()
                .map(it -> new Run.RunWarning(
                        it.time("at").orElseThrow(() -> it.missing("at")),
                        new RunRecord.Warning(it.get("text")).text()))
                .toList();
        if (warnings.size() > WARNINGS) {
            throw RunloreException.invalid(
                    "warnings must be at most " + WARNINGS + " but are " + warnings.size() + "; a run keeps no more");
        }
        return warnings;
    }

    private static List<WriterState> writers(Fields fields) {
        Set<WriterId> seen = new HashSet<>();
        List<WriterState> writers =
                fields.objects("writers").stream().map(WholeRunFields::writer).toList();
        writers.forEach(writer -> {
            if (!seen.add(writer.id())) {
                throw RunloreException.invalid(
                        "writer " + writer.id() + " must come once but came twice; export the run again");
            }
        });
        return writers;
    }

    private static List<ModelLink> models(Fields fields) {
        return fields.objects("models").stream()
                .map(it -> new ModelLink(
                        role(it.get("role")),
                        new LoggedModelId(it.get("id")),
                        it.number("step").orElse(0L)))
                .toList();
    }

    private static ModelLink.Role role(String word) {
        return switch (word) {
            case "input" -> ModelLink.Role.INPUT;
            case "output" -> ModelLink.Role.OUTPUT;
            default ->
                throw RunloreException.invalid(
                        "field 'role' must be input or output but is '" + Shown.text(word) + "'; export the run again");
        };
    }

    private static WriterState writer(Fields writer) {
        WriterFacts facts = new WriterFacts(writer.text("host"), writer.number("pid"), writer.smallNumber("rank"));
        List<WriterState.Gap> gaps = writer.objects("gaps").stream()
                .map(gap -> new WriterState.Gap(count(gap, "from", 0), count(gap, "to", 0)))
                .toList();
        return new WriterState(
                WriterId.parse(writer.get("id")),
                facts,
                count(writer, "nextRecord", 0),
                gaps,
                count(writer, "dropped", 0));
    }

    private static long count(Fields fields, String name, long least) {
        long number = fields.number(name).orElseThrow(() -> fields.missing(name));
        if (number < least) {
            throw RunloreException.invalid("field '" + name + "' must be a number from " + least + " but is " + number
                    + "; export the run again");
        }
        return number;
    }

    private static Fields required(Fields fields, String name) {
        return fields.object(name).orElseThrow(() -> fields.missing(name));
    }

    private static UUID uuid(String name, String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // the sentence below says it
        }
        throw RunloreException.invalid(
                "field '" + name + "' must be a UUID but is '" + Shown.text(text) + "'; export the run again");
    }
}
