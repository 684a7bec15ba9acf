// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.User;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.live.Events;
import dev.runlore.server.run.Runs;
import dev.runlore.store.LogStore;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    private static final RunId RUN = new RunId("run-1");
    private static final ArtifactPath LOG = new ArtifactPath("azureml-logs/70_driver_log.txt");

    @Test
    void aLogThatIsSealedWhileTheyAreListedIsListed(@TempDir Path folder) throws Exception {
        FolderBlobStore blobs = new FolderBlobStore(folder, InstantSource.system());
        try (SqliteStore store = SqliteStore.open(folder, new StoreOptions(InstantSource.system(), fault -> {
            throw new AssertionError(fault);
        }))) {
            Runs runs = new Runs(store.runs(), change -> {});
            runs.create(RunDraft.of(RUN, "iris", User.named("anna")));
            store.logs().append(RUN, LOG, 0, "text".getBytes(StandardCharsets.UTF_8));
            Sha256 sealed = blobs.put(new ByteArrayInputStream("text".getBytes(StandardCharsets.UTF_8)))
                    .sha256();
            LogStore sealing = before(store.logs(), "list", () -> store.logs().seal(RUN, LOG, sealed, 4));
            Artifacts artifacts = new Artifacts(store.runs(), blobs);
            try (LogSealer sealer = new LogSealer(sealing, artifacts, blobs, Duration.ofHours(1))) {
                Logs logs = new Logs(sealing, runs, artifacts, sealer, new Events());
                assertThat(logs.list(RUN)).isEqualTo(Map.of(LOG.value(), 4L));
            }
        }
    }

    /** The store, where something happens just before a call. */
    private static LogStore before(LogStore store, String name, Runnable happening) {
        return (LogStore) Proxy.newProxyInstance(
                LogStore.class.getClassLoader(), new Class<?>[] {LogStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        happening.run();
                    }
                    return method.invoke(store, arguments);
                });
    }
}
