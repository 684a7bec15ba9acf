// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Sha256;
import dev.runlore.sdk.RunloreClient;
import dev.runlore.sdk.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes of a spool that go to the server before the records that name them. */
final class KeptBlobs {
    /** The server may take the same bytes another time: the spool waits. */
    private static final Set<ErrorCode> WAIT = Set.of(
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.PERMISSION_DENIED,
            ErrorCode.RATE_LIMITED,
            ErrorCode.UNAVAILABLE,
            ErrorCode.INTERNAL,
            ErrorCode.NOT_FOUND,
            ErrorCode.ENDPOINT_NOT_FOUND);

    private static final Pattern SNAPSHOT = Pattern.compile("\"snapshot\":\\{\"sha256\":\"([0-9a-f]{64})\"");

    private final RunloreClient server;
    private final Retries retries;
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();

    KeptBlobs(RunloreClient server, Retries retries, List<Path> files) {
        this.server = server;
        this.retries = retries;
        files.forEach(file -> this.files.put(file.getFileName().toString(), file));
    }

    void sendAll() {
        files.forEach(this::send);
    }

    /** Why the server cannot have a blob that it misses. */
    String whyMissing(String sha256) {
        if (refused.containsKey(sha256)) {
            return refused.get(sha256);
        }
        return files.containsKey(sha256) ? "the server does not keep it" : "the spool has no such file";
    }

    /** Whether a record is a snapshot whose manifest, a blob of this spool, names another blob. */
    boolean isInSnapshot(String record, String sha256) throws IOException {
        Matcher snapshot = SNAPSHOT.matcher(record);
        Path manifest = snapshot.find() ? files.get(snapshot.group(1)) : null;
        return manifest != null && Files.readString(manifest).contains(" " + sha256 + " ");
    }

    private void send(String sha256, Path file) {
        Sha256 name = new Sha256(sha256);
        try {
            retries.run(() -> {
                if (!server.hasBlob(name)) {
                    server.putBlob(name, file);
                }
                return name;
            });
        } catch (ServerException e) {
            if (WAIT.contains(e.code())) {
                throw e;
            }
            refused.put(sha256, e.getMessage());
        }
    }
}
