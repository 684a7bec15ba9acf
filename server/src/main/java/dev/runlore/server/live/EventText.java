// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.live;

import dev.runlore.server.http.Json;
import java.nio.charset.StandardCharsets;

/** Events in the form of a {@code text/event-stream}. */
final class EventText {
    private final StringBuilder text = new StringBuilder();

    EventText event(EventId id, Event event) {
        return event(id, event.word(), new String(Json.bytes(event::write), StandardCharsets.UTF_8));
    }

    /** Says that events were missed, so whoever watches reads everything anew. */
    EventText resync(EventId id) {
        return event(id, "resync", "{}");
    }

    /** Names where the stream stands without an event, so that a watcher who lost the connection early can resume too. */
    EventText position(EventId id) {
        text.append(":\nid: ").append(id).append("\n\n");
        return this;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private EventText event(EventId id, String word, String json) {
        text.append("id: ").append(id).append("\nevent: ").append(word).append("\ndata: ");
        text.append(json).append("\n\n");
        return this;
    }
}
