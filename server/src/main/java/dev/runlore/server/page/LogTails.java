// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.server.log.Logs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ends of a run's logs, as much as a page shows. */
record LogTails(Logs logs) {
    private static final int MOST_LOGS = 4;
    private static final int BYTES = 8 * 1024;

    Map<String, String> of(RunId run) throws IOException {
        Map<String, String> tails = new LinkedHashMap<>();
        for (Map.Entry<String, Long> log : logs.list(run).entrySet()) {
            String tail = tails.size() < MOST_LOGS ? tail(run, log.getKey(), log.getValue()) : "";
            // A NUL is in no text: such a file lies among the logs and is none.
            if (!tail.isEmpty() && tail.indexOf(0) < 0) {
                tails.put(log.getKey(), tail);
            }
        }
        return tails;
    }

    private String tail(RunId run, String path, long size) throws IOException {
        long from = Math.max(0, size - BYTES);
        String text = new String(logs.read(run, new ArtifactPath(path), from).bytes(), StandardCharsets.UTF_8);
        // Within a log the piece begins anywhere: what is before the first line's end is half a line.
        int line = from == 0 ? 0 : text.indexOf('\n') + 1;
        return text.substring(line).replace("\r\n", "\n");
    }
}
