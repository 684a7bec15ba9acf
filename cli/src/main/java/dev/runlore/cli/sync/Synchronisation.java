// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.Session;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sending of all spools, and the count of what came of it. */
final class Synchronisation {
    private final Session session;
    private final Retries retries;
    private final Map<String, RunloreClient> servers = new HashMap<>();
    private long records;
    private int sent;
    private int inUse;
    private int kept;
    private int rejected;
    private int exitCode;
    private @Nullable RunloreClient usual;

    Synchronisation(Session session, Retries retries) {
        this.session = session;
        this.retries = retries;
    }

    /** Sends one writer's spool, or tells why it stays. */
    void send(Path writer) {
        try {
            switch (SpoolFolder.adopt(writer)) {
                case SpoolFolder.Adoption.InUse busy -> inUse++;
                case SpoolFolder.Adoption.Gone gone -> {} // whoever removed it has delivered it
                case SpoolFolder.Adoption.Unreadable(String why) -> keep(writer, why);
                case SpoolFolder.Adoption.Taken(SpoolFolder folder) -> deliver(folder);
            }
        } catch (IOException e) {
            keep(writer, e.toString());
        }
    }

    private void deliver(SpoolFolder folder) throws IOException {
        try (folder) {
            records += new Delivery(folder, serverOf(folder), retries, this::reject).send();
            sent++;
        } catch (RunloreException e) {
            exitCode = Math.max(exitCode, e.code().exitCode());
            keep(Path.of(folder.toString()), e.getMessage());
        }
    }

    private RunloreClient serverOf(SpoolFolder folder) {
        Optional<String> url = folder.url();
        if (url.isEmpty()) {
            usual = usual == null ? session.server() : usual;
            return usual;
        }
        return servers.computeIfAbsent(url.get(), only -> {
            Place place = session.places().serverAt(only, session.findServer());
            return new RunloreClient(place);
        });
    }

    private void keep(Path writer, @Nullable String why) {
        kept++;
        exitCode = exitCode == 0 ? 1 : exitCode;
        session.tell("spool " + writer + " is kept: " + why);
    }

    private void reject(String what) {
        rejected++;
        session.tell("warning: " + what);
    }

    Reply reply() {
        Map<String, Object> tree =
                Map.of("records", records, "sent", sent, "inUse", inUse, "kept", kept, "rejected", rejected);
        String sentence = records + " records of " + sent + " writers sent, " + rejected + " rejected; " + inUse
                + " writers are still logging, " + kept + " spools are kept";
        return Reply.of(tree).withSentences(List.of(sentence)).withExitCode(exitCode);
    }
}
