// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.Sha256;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** SHA-256 of all that a run was made from: the same for equal drafts, so that making a run again can be told from making another. */
final class DraftDigest {
    private final ByteSink sink = new ByteSink(512);

    private DraftDigest() {}

    static byte[] of(RunDraft draft) {
        DraftDigest digest = new DraftDigest();
        digest.add(draft);
        return Sha256.digest().digest(Arrays.copyOf(digest.sink.array(), digest.sink.size()));
    }

    private void add(RunDraft draft) {
        sink.text(draft.id().value());
        sink.text(draft.experiment());
        add(draft.name());
        add(draft.description());
        add(draft.parent());
        sink.text(draft.status().name());
        add(draft.script());
        sink.varint(draft.arguments().size());
        draft.arguments().forEach(sink::text);
        sink.text(draft.target());
        sink.text(draft.user().id().toString());
        add(draft.user().name());
        add(draft.host());
        sink.u8(draft.heartbeat() ? 1 : 0);
        add(draft.at());
        tags(draft.tags().values());
        properties(draft.properties());
        params(draft.params());
        add(draft.origin());
        // nothing when there is none, as before runs were made from snapshots
        draft.snapshot().ifPresent(snapshot -> sink.text(snapshot.value()));
    }

    private void tags(Map<String, Optional<String>> tags) {
        sink.varint(tags.size());
        new TreeMap<>(tags).forEach((key, text) -> {
            sink.text(key);
            add(text);
        });
    }

    private void properties(Map<String, String> properties) {
        sink.varint(properties.size());
        new TreeMap<>(properties).forEach((key, text) -> {
            sink.text(key);
            sink.text(text);
        });
    }

    private void params(Map<String, Cell> params) {
        sink.varint(params.size());
        new TreeMap<>(params).forEach((key, cell) -> {
            sink.text(key);
            CellBytes.write(cell, sink);
        });
    }

    private void add(Optional<?> part) {
        sink.u8(part.isPresent() ? 1 : 0);
        part.ifPresent(value -> sink.text(value.toString()));
    }
}
