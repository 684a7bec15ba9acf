// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.Limits;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import dev.runlore.domain.WriterFacts;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Names;
import dev.runlore.server.mlflow.WireTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A run that a client asks for. */
record NewRun(RunId id, String name, Optional<String> user, Instant start, Map<String, String> tags) {
    /** Who made a run that names nobody. */
    private static final User NOBODY = User.named("anonymous");

    static NewRun read(Arguments arguments) {
        Map<String, String> tags = WireTags.read(arguments, "tags", "Tag key");
        Optional<String> user = arguments
                .find("user_id")
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.ofNullable(tags.get(RunTags.USER)));
        return new NewRun(
                new RunId(UUID.randomUUID().toString().replace("-", "")),
                name(arguments, Optional.ofNullable(tags.get(RunTags.NAME))),
                user.filter(text -> !text.isEmpty()),
                Moments.find(arguments, "start_time").orElse(Instant.EPOCH),
                tags);
    }

    private static String name(Arguments arguments, Optional<String> tag) {
        Optional<String> name = arguments.find("run_name").filter(text -> !text.isEmpty());
        if (name.isPresent() && tag.isPresent() && !name.equals(tag)) {
            throw RunloreException.invalid("Both 'run_name' argument and 'mlflow.runName' tag are specified, but with"
                    + " different values (run_name='" + Shown.text(name.get()) + "', mlflow.runName='"
                    + Shown.text(tag.get()) + "'). Send one of them.");
        }
        return name.or(() -> tag)
                .filter(text -> !text.isEmpty())
                .map(RunTags::name)
                .orElseGet(RunNames::invent);
    }

    /** The run as whose child it is to be. */
    Optional<RunId> parent() {
        return Optional.ofNullable(tags.get(RunTags.PARENT)).flatMap(text -> RunTags.parentOf(id, text));
    }

    /** What makes the run in an experiment. */
    List<RunRecord> records(String experiment) {
        RunDraft draft = new RunDraft(
                id,
                experiment,
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                RunStatus.Running,
                Optional.ofNullable(tags.get(RunTags.SOURCE)).filter(text -> text.length() <= Limits.ARTIFACT_PATH),
                List.of(),
                RunDraft.LOCAL,
                user.map(text -> User.named(Names.truncated(text, Limits.KEY))).orElse(NOBODY),
                Optional.empty(),
                false,
                Optional.of(start),
                Tags.NONE,
                Map.of(),
                Map.of(),
                Optional.empty());
        List<RunRecord> records = new ArrayList<>();
        records.add(new RunRecord.Create(draft, WriterFacts.UNKNOWN));
        tags.forEach((key, value) -> {
            if (!key.equals(RunTags.NAME)) {
                records.addAll(RunTags.set(id, key, value));
            }
        });
        return records;
    }
}
