// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlore.domain.Cell;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.Fields;
import java.util.Map;
import java.util.Optional;

/** Reads what a run is to be made from. */
public final class RunDrafts {
    /** Who made a run that names nobody. */
    private static final User NOBODY = User.named("anonymous");

    private RunDrafts() {}

    /** @param id of the run when the fields name none */
    public static RunDraft read(Fields fields, RunId id) {
        return new RunDraft(
                fields.text("id").map(RunId::new).orElse(id),
                fields.text("experiment").orElse(RunDraft.DEFAULT_EXPERIMENT),
                fields.text("name"),
                fields.text("description"),
                fields.text("parent").map(RunId::new),
                fields.text("status").map(RunStatus::parse).orElse(RunStatus.Running),
                fields.text("script"),
                fields.texts("arguments"),
                fields.text("target").orElse(RunDraft.LOCAL),
                fields.text("user").map(User::named).orElse(NOBODY),
                fields.text("host"),
                fields.flag("heartbeat").orElse(false),
                fields.time("at"),
                tags(fields),
                fields.entries("properties", Fields::text),
                params(fields),
                fields.text("snapshot").map(SnapshotId::new),
                Optional.empty());
    }

    public static Tags tags(Fields fields) {
        return new Tags(fields.entries("tags", Fields::textOrNull));
    }

    public static Map<String, Cell> params(Fields fields) {
        return fields.entries("params", (String name, JsonNode node) -> CellJson.read(node));
    }
}
