// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import dev.runlore.server.run.RunChange;
import dev.runlore.server.run.Runs;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Purging with the real store and real files, on a clock that the test moves. */
class PurgesTest {
    private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");
    private static final RunId RUN = new RunId("run-1");
    private static final RunId OTHER = new RunId("other");

    private volatile Instant now = START;
    private final List<RunChange> heard = new ArrayList<>();
    private SqliteStore store;
    private FolderBlobStore blobs;
    private Runs runs;
    private Purges purges;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        store = SqliteStore.open(folder, new StoreOptions(() -> now, fault -> {
            throw new AssertionError(fault);
        }));
        blobs = new FolderBlobStore(folder, () -> now);
        runs = new Runs(store.runs(), change -> {});
        purges = new Purges(store.purges(), blobs, runs, heard::add, () -> now);
    }

    @AfterEach
    void close() {
        purges.close();
        store.close();
    }

    private void create(RunId run, String... contents) throws IOException {
        runs.create(RunDraft.of(run, "iris", User.named("anna")));
        for (String content : contents) {
            Sha256 blob = put(content);
            runs.change(
                    run,
                    List.of(new RunRecord.PutArtifact(
                            new ArtifactPath("outputs/" + content), Optional.of(blob), content.length())));
        }
        runs.change(run, List.of(new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty())));
    }

    private Sha256 put(String content) throws IOException {
        return blobs.put(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))
                .sha256();
    }

    private boolean isThere(String content) {
        Sha256 name = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
        try (InputStream bytes = blobs.open(name)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).equals(content);
        } catch (RunloreException | IOException e) {
            return false;
        }
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    @Test
    void whatOnlyThePurgedRunNamedIsDeletedAndTheRestStays() throws Exception {
        create(RUN, "own", "shared", "promoted");
        create(OTHER, "shared", "other's");
        store.models()
                .promote(new Promotion(
                        new ModelName("m"), RUN, new ArtifactPath("outputs/promoted"), Optional.empty(), Tags.NONE));
        after(Duration.ofMinutes(2));

        assertThat(purges.purge(RUN)).isEqualTo(new Freed(1, 3, 0, true));

        assertThat(isThere("own")).isFalse();
        assertThat(List.of("shared", "promoted", "other's")).allMatch(this::isThere);
        assertThat(heard).extracting(RunChange::run).containsExactly(RUN);
        assertThatThrownBy(() -> purges.purge(RUN)).isInstanceOf(RunloreException.class);
    }

    @Test
    void aFileThatWasAskedForAMomentAgoWaitsUntilItIsNamedOrNot() throws Exception {
        create(RUN, "named again", "forgotten");
        after(Duration.ofMinutes(2));
        put("named again");
        put("forgotten");
        after(Duration.ofSeconds(59));

        assertThat(purges.purge(RUN)).isEqualTo(new Freed(0, 0, 2, true));
        assertThat(List.of("named again", "forgotten")).allMatch(this::isThere);
        create(OTHER, "named again");
        after(Duration.ofMinutes(2));

        assertThat(purges.freeWaiting()).isEqualTo(new Freed(1, 9, 0, true));
        assertThat(isThere("named again")).isTrue();
        assertThat(isThere("forgotten")).isFalse();
    }

    @Test
    void theSweepDeletesWhatLayUnnamedAndUnusedForADay() throws Exception {
        create(RUN, "named");
        put("never named");
        put("asked for");
        after(Duration.ofHours(23));
        assertThat(blobs.find(put("asked for"))).isPresent();
        assertThat(purges.sweep()).isEqualTo(Freed.NOTHING);

        after(Duration.ofHours(2));
        assertThat(purges.sweep()).isEqualTo(new Freed(1, 11, 0, true));

        assertThat(List.of("named", "asked for")).allMatch(this::isThere);
        assertThat(isThere("never named")).isFalse();
    }
}
