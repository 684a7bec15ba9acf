// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.RunRecord;
import dev.runlore.server.http.Fields;
import java.util.ArrayList;
import java.util.List;

/** Reads which parts of a run are to change; a key both tagged and untagged ends untagged. */
final class RunPatch {
    private RunPatch() {}

    static List<RunRecord> read(Fields fields) {
        List<RunRecord> records = new ArrayList<>();
        fields.text("name").map(RunRecord.Rename::new).ifPresent(records::add);
        fields.text("description").map(RunRecord.Describe::new).ifPresent(records::add);
        RunDrafts.tags(fields).values().forEach((key, text) -> records.add(new RunRecord.Tag(key, text)));
        fields.texts("untag").forEach(key -> records.add(new RunRecord.Untag(key)));
        fields.entries("properties", Fields::text)
                .forEach((key, text) -> records.add(new RunRecord.Property(key, text)));
        return records;
    }
}
