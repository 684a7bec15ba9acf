// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.JobId;
import dev.runlore.domain.Launch;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import dev.runlore.server.run.Runs;
import dev.runlore.store.JobDraft;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderSweepTest {
    private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @TempDir
    private Path data;

    private SqliteStore store;
    private WorkFolderSweep sweep;

    @BeforeEach
    void open() {
        store = SqliteStore.open(data, new StoreOptions(now::get, fault -> {
            throw new AssertionError(fault);
        }));
        Runs runs = new Runs(store.runs(), change -> {});
        sweep = new WorkFolderSweep(data, new Jobs(store, runs, new Wake(), Optional.empty()), now::get);
    }

    @AfterEach
    void close() {
        sweep.stop();
        store.close();
    }

    private Path folder(String run) throws IOException {
        Path folder = Files.createDirectories(data.resolve("jobs").resolve(run));
        Files.writeString(
                Files.createDirectories(folder.resolve("project/outputs")).resolve("a"), "a");
        Files.setLastModifiedTime(folder, FileTime.from(START));
        return folder;
    }

    private JobId submit(String run) {
        Manifest empty = new Manifest(List.of());
        store.snapshots().put(empty);
        RunDraft draft = new RunDraft(
                        new RunId(run),
                        "iris",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        RunStatus.NotStarted,
                        Optional.empty(),
                        List.of(),
                        RunDraft.LOCAL,
                        User.named("ada"),
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        Tags.NONE,
                        Map.of(),
                        Map.of(),
                        Optional.empty())
                .withSnapshot(empty.id());
        JobId job = new JobId(UUID.randomUUID().toString());
        store.jobs().submit(new JobDraft(job, draft, Launch.SERVER, List.of(), "{}"));
        return job;
    }

    private void sweepAfter(long hours) throws IOException {
        now.set(START.plusSeconds(hours * 3_600 + 1));
        sweep.sweep();
    }

    @Test
    void aFolderIsRemovedADayAfterItsRunsEnd() throws IOException {
        Path ended = folder("ended");
        Path live = folder("live");
        submit("live");
        store.jobs().cancel(submit("ended"));

        sweepAfter(23);
        assertThat(ended).exists();
        sweepAfter(24);
        assertThat(ended).doesNotExist();
        assertThat(live).exists();
    }

    @Test
    void aFolderOfNoKnownRunIsRemovedADayAfterItsLastChange() throws IOException {
        Path purged = folder("purged");

        sweepAfter(23);
        assertThat(purged).exists();
        sweepAfter(24);
        assertThat(purged).doesNotExist();
    }

    @Test
    void theRunnersFolderAndWhatIsNoWorkFolderStay() throws IOException {
        Path runner = folder(".runner");
        Path other = folder("some thing");
        Path file = Files.writeString(data.resolve("jobs/file"), "");

        sweepAfter(1_000);

        assertThat(runner).exists();
        assertThat(other).exists();
        assertThat(file).exists();
    }

    @Test
    void linksAreRemovedAndNeverFollowedAndClosedFoldersAreOpened() throws IOException {
        Path outside = Files.createDirectories(data.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        Path folder = folder("linked");
        Files.createSymbolicLink(folder.resolve("project/link"), outside);
        Files.createSymbolicLink(data.resolve("jobs/whole"), outside);
        Path closed = Files.createDirectories(folder.resolve("closed/inner"));
        Files.setPosixFilePermissions(closed.getParent(), PosixFilePermissions.fromString("---------"));
        Files.setLastModifiedTime(folder, FileTime.from(START));

        sweepAfter(24);

        assertThat(folder).doesNotExist();
        assertThat(outside.resolve("kept")).hasContent("kept");
        assertThat(data.resolve("jobs/whole")).isSymbolicLink();
    }
}
