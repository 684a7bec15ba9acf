// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.domain.WriterState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run of the API as the domain's record. */
final class RunReader {
    private RunReader() {}

    static Run read(JsonObject run) {
        return new Run(
                new RunId(run.text("id")),
                run.integer("number"),
                experiment(run.object("experiment")),
                run.findText("name"),
                run.findText("description"),
                RunStatus.parse(run.text("status")),
                run.findText("parent").map(RunId::new),
                (int) run.integer("children", 0),
                run.findText("script"),
                run.list("arguments").stream().map(String.class::cast).toList(),
                run.text("target"),
                user(run.object("user")),
                run.findText("host"),
                run.time("created"),
                run.findTime("started"),
                run.findTime("ended"),
                run.flag("heartbeat"),
                run.flag("archived"),
                run.findText("snapshot"),
                run.integer("revision"),
                tags(run),
                run.map("properties", String.class::cast),
                run.map("params", Cells::read),
                run.findObject("error").map(RunReader::error),
                run.objects("warnings", warning -> new Run.RunWarning(warning.time("at"), warning.text("text"))),
                run.objects("writers", RunReader::writer));
    }

    static Tags tags(JsonObject owner) {
        return new Tags(owner.map("tags", value -> Optional.ofNullable((String) value)));
    }

    private static Run.ExperimentRef experiment(JsonObject experiment) {
        return new Run.ExperimentRef(
                ExperimentId.parse(experiment.text("id")),
                UUID.fromString(experiment.text("uuid")),
                experiment.text("name"));
    }

    private static User user(JsonObject user) {
        return new User(UUID.fromString(user.text("id")), user.findText("name"));
    }

    private static RunError error(JsonObject error) {
        return new RunError(error.text("code"), error.text("message"), error.findText("type"), error.findText("stack"));
    }

    private static WriterState writer(JsonObject writer) {
        WriterFacts facts = new WriterFacts(
                writer.findText("host"),
                writer.findInteger("pid"),
                writer.findInteger("rank").map(Long::intValue));
        return new WriterState(
                WriterId.parse(writer.text("id")),
                facts,
                writer.integer("nextRecord"),
                writer.list("gaps").stream().map(RunReader::gap).toList(),
                writer.integer("dropped", 0));
    }

    private static WriterState.Gap gap(@Nullable Object range) {
        if (range instanceof List<?> ends && ends.size() == 2) {
            return new WriterState.Gap((Long) ends.get(0), (Long) ends.get(1));
        }
        throw JsonObject.unexpected("a gap must be [from, to)");
    }
}
