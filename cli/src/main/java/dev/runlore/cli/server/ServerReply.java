// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.server;

import dev.runlore.cli.command.Reply;
import dev.runlore.sdk.LiveServer;
import java.util.List;
import java.util.Map;

/** A running server as a reply. */
final class ServerReply {
    private ServerReply() {}

    static Reply of(LiveServer server, String sentence) {
        Map<String, Object> tree =
                Map.of("pid", server.pid(), "url", server.url().toString(), "version", server.version());
        return Reply.of(tree).withSentences(List.of(sentence));
    }
}
