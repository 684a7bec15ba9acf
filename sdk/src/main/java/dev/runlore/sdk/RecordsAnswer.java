// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import java.util.List;
import java.util.Optional;

/** What became of a writer's records: all below {@code nextRecord} are stored or rejected. */
public record RecordsAnswer(long nextRecord, List<RejectedRecord> rejected) {

    /** A record that the server did not take, and why. */
    public record RejectedRecord(long number, Optional<String> metric, String code, String detail) {}

    public RecordsAnswer {
        rejected = List.copyOf(rejected);
    }

    static RecordsAnswer read(JsonObject answer) {
        return new RecordsAnswer(answer.integer("nextRecord"), answer.objects("rejected", RecordsAnswer::rejected));
    }

    private static RejectedRecord rejected(JsonObject record) {
        return new RejectedRecord(
                record.integer("n"),
                record.findText("m"),
                record.findText("code").orElse(ErrorCode.INVALID_ARGUMENT.name()),
                record.findText("detail").orElse("no reason was given"));
    }
}
