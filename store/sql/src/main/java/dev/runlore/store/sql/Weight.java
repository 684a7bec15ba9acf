// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.WholeRun;
import java.util.List;

/** About how much memory a waiting request holds, and how many points it brings. */
record Weight(long bytes, int points) {
    static final Weight SMALL = new Weight(1_000, 0);
    private static final int RECORD = 200;
    private static final int CELL = 60;

    static Weight of(List<RunRecord> records) {
        long bytes = RECORD;
        int points = 0;
        for (RunRecord record : records) {
            Weight weight = of(record);
            bytes += weight.bytes;
            points += weight.points;
        }
        return new Weight(bytes, points);
    }

    static Weight of(Manifest manifest) {
        int files = manifest.files().size();
        return new Weight(2L * RECORD * (1 + files), files);
    }

    static Weight ofParts(List<RunPart> parts) {
        long bytes = RECORD;
        int points = 0;
        for (RunPart part : parts) {
            bytes += RECORD;
            if (part instanceof RunPart.Points rows) {
                points += rows.rows() * rows.columns().size();
                bytes += rows.columns().values().stream()
                        .flatMap(List::stream)
                        .mapToLong(cell -> CELL + cell.map(Weight::text).orElse(0L))
                        .sum();
            }
        }
        return new Weight(bytes, points);
    }

    static Weight ofFacts(WholeRun run) {
        RunDraft draft = run.draft();
        int texts = draft.tags().values().size()
                + draft.properties().size()
                + draft.params().size();
        return new Weight(2L * RECORD * (20 + texts), texts);
    }

    private static Weight of(RunRecord record) {
        return switch (record) {
            case RunRecord.Rows rows -> {
                long texts = 0;
                for (List<Cell> cells : rows.columns().values()) {
                    for (Cell cell : cells) {
                        texts += text(cell);
                    }
                }
                int cells = rows.count() * rows.columns().size();
                yield new Weight(RECORD + (long) cells * CELL + texts, cells);
            }
            case RunRecord.Values values -> {
                long texts = 0;
                for (Cell cell : values.values().values()) {
                    texts += text(cell);
                }
                int cells = values.values().size();
                yield new Weight(RECORD + (long) cells * CELL + texts, cells);
            }
            case RunRecord.Several several -> of(several.parts());
            case RunRecord.Create create -> new Weight(20L * RECORD, 0);
            case RunRecord.Tag tag -> new Weight(RECORD + tag.text().orElse("").length() * 2L, 0);
            case RunRecord.Property property ->
                new Weight(RECORD + property.text().length() * 2L, 0);
            case RunRecord.Parameter parameter -> new Weight(RECORD + text(parameter.value()), 0);
            case RunRecord.Warning warning -> new Weight(RECORD + warning.text().length() * 2L, 0);
            case RunRecord.Describe describe ->
                new Weight(RECORD + describe.description().length() * 2L, 0);
            case RunRecord.PutArtifact artifact ->
                new Weight(RECORD + artifact.path().value().length() * 2L, 0);
            case RunRecord.DeleteArtifact artifact -> new Weight(RECORD, 0);
            case RunRecord.DeleteArtifacts artifacts -> new Weight(RECORD, 0);
            case RunRecord.LinkModel link -> new Weight(RECORD, 0);
            case RunRecord.TakeSnapshot snapshot -> new Weight(RECORD, 0);
            case RunRecord.Status status -> new Weight(4L * RECORD, 0);
            case RunRecord.Untag untag -> new Weight(RECORD, 0);
            case RunRecord.Resume resume -> new Weight(RECORD, 0);
            case RunRecord.Heartbeat heartbeat -> new Weight(RECORD, 0);
            case RunRecord.Rename rename -> new Weight(RECORD, 0);
            case RunRecord.Overrule overrule -> new Weight(4L * RECORD, 0);
            case RunRecord.Parent parent -> new Weight(RECORD, 0);
            case RunRecord.Archive archive -> new Weight(RECORD, 0);
            case RunRecord.Dropped dropped -> new Weight(RECORD, 0);
            case RunRecord.Unreadable unreadable -> new Weight(2L * RECORD, 0);
        };
    }

    private static long text(Cell cell) {
        return cell instanceof Cell.Text(String value) ? value.length() * 2L : 0;
    }
}
