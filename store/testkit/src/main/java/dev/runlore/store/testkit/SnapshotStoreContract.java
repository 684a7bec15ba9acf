// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Appended;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Snapshot;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import dev.runlore.store.SnapshotStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Snapshots: stored once each, read back as they came, and the one that a run has. */
public abstract class SnapshotStoreContract extends StoreContract {
    private static final SnapshotFile TRAIN = file("train.py", false, "print(1)");
    private static final SnapshotFile SETUP = file("bin/setup été 🌱.sh", true, "");
    private static final Manifest SOURCES = new Manifest(List.of(TRAIN, SETUP));
    private static final Manifest OTHERS = new Manifest(List.of(TRAIN));
    private static final Manifest EMPTY = new Manifest(List.of());

    private static SnapshotFile file(String path, boolean executable, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SnapshotFile(new ArtifactPath(path), executable, Sha256.of(bytes), bytes.length);
    }

    private static RunRecord explicit(Manifest manifest) {
        return new RunRecord.TakeSnapshot(manifest.sha256(), true);
    }

    private static RunRecord implicit(Manifest manifest) {
        return new RunRecord.TakeSnapshot(manifest.sha256(), false);
    }

    private void putAll() {
        Stream.of(SOURCES, OTHERS, EMPTY).forEach(store.snapshots()::put);
    }

    private Optional<String> ofRun() {
        return run(RUN).snapshot();
    }

    @Test
    void aSnapshotIsReadBackAsItCame() {
        SnapshotStore.Stored stored = store.snapshots().put(SOURCES);

        Snapshot expected = new Snapshot(SOURCES.id(), START, 2, 8);
        assertThat(stored).isEqualTo(new SnapshotStore.Stored(expected, true));
        reopen();
        assertThat(store.snapshots().find(SOURCES.id())).contains(expected);
        assertThat(store.snapshots().findManifest(SOURCES.id())).contains(SOURCES);
        assertThat(store.snapshots().findFile(SOURCES.id(), SETUP.path())).contains(SETUP);
        assertThat(store.snapshots().findFile(SOURCES.id(), new ArtifactPath("none")))
                .isEmpty();
    }

    @Test
    void aSnapshotThatIsThereKeepsItsTime() {
        Snapshot first = store.snapshots().put(SOURCES).snapshot();
        clock.advance(Duration.ofHours(1));

        assertThat(store.snapshots().put(SOURCES)).isEqualTo(new SnapshotStore.Stored(first, false));
    }

    @Test
    void anEmptyFolderIsASnapshotToo() {
        store.snapshots().put(EMPTY);

        assertThat(store.snapshots().findManifest(EMPTY.id())).contains(EMPTY);
        assertThat(store.snapshots().files(EMPTY.id(), 10, Optional.empty()))
                .isEqualTo(new Page<>(List.of(), Optional.empty()));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        SnapshotId unknown = SOURCES.id();

        assertThat(store.snapshots().find(unknown)).isEmpty();
        assertThat(store.snapshots().findManifest(unknown)).isEmpty();
        assertThat(store.snapshots().files(unknown, 10, Optional.empty()).items())
                .isEmpty();
    }

    @Test
    void filesComeInPagesInTheOrderOfTheManifest() {
        Manifest many = new Manifest(IntStream.range(0, 25)
                .mapToObj(i -> file((i % 2 == 0 ? "é" : "z") + i + "/🌱.txt", i % 3 == 0, "text " + i))
                .toList());
        store.snapshots().put(many);
        store.snapshots().put(SOURCES);

        List<SnapshotFile> read = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Page<SnapshotFile> page = store.snapshots().files(many.id(), 10, next);
            read.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        assertThat(read).isEqualTo(many.files());

        Optional<PageToken> foreign =
                store.snapshots().files(many.id(), 10, Optional.empty()).next();
        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT, () -> store.snapshots().files(SOURCES.id(), 10, foreign));
    }

    @Test
    void aRunIsMadeFromASnapshot() {
        putAll();
        direct(RUN, create(draft(RUN).withSnapshot(SOURCES.id())));

        assertThat(ofRun()).contains(SOURCES.id().value());
        direct(RUN, create(draft(RUN).withSnapshot(SOURCES.id())));
        RunStoreContract.assertCode(
                ErrorCode.ALREADY_EXISTS, () -> direct(RUN, create(draft(RUN).withSnapshot(OTHERS.id()))));
        RunStoreContract.assertCode(ErrorCode.ALREADY_EXISTS, () -> direct(RUN, create(draft(RUN))));
        RunStoreContract.assertCode(ErrorCode.ALREADY_EXISTS, () -> direct(RUN, explicit(OTHERS)));
    }

    @Test
    void aRunOfAnUnknownSnapshotIsNotMade() {
        assertThatThrownBy(() -> direct(RUN, create(draft(RUN).withSnapshot(SOURCES.id()))))
                .hasMessageContaining(SOURCES.id().value());
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> direct(RUN, create(draft(RUN).withSnapshot(SOURCES.id()))));
        assertThat(store.runs().find(RUN)).isEmpty();

        createRun(RUN);
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> direct(RUN, explicit(SOURCES)));
        assertThat(ofRun()).isEmpty();
    }

    @Test
    void theFirstSnapshotThatWasAskedForReplacesTheOneTakenByItself() {
        putAll();
        createRun(RUN);

        assertThat(direct(RUN, implicit(SOURCES)).revision()).isEqualTo(1);
        assertThat(direct(RUN, implicit(SOURCES)).revision()).isEqualTo(1);
        assertThat(direct(RUN, implicit(OTHERS)).revision()).isEqualTo(1);
        assertThat(ofRun()).contains(SOURCES.id().value());
        assertThat(direct(RUN, explicit(OTHERS)).revision()).isEqualTo(2);
        assertThat(direct(RUN, explicit(OTHERS)).revision()).isEqualTo(2);
        assertThat(direct(RUN, implicit(SOURCES)).revision()).isEqualTo(2);

        reopen();
        assertThat(ofRun()).contains(OTHERS.id().value());
        assertThatThrownBy(() -> direct(RUN, explicit(EMPTY)))
                .hasMessageContaining("has the snapshot " + OTHERS.id() + " already");
    }

    @Test
    void askingForTheOneThatWasTakenByItselfKeepsIt() {
        putAll();
        createRun(RUN);
        direct(RUN, implicit(SOURCES));

        assertThat(direct(RUN, explicit(SOURCES)).revision()).isEqualTo(1);
        RunStoreContract.assertCode(ErrorCode.ALREADY_EXISTS, () -> direct(RUN, explicit(OTHERS)));
    }

    @Test
    void aWritersSecondSnapshotIsRejectedAndItsOtherRecordsStay() {
        putAll();
        createRun(RUN);

        Appended appended =
                send(writer(1), 0, explicit(SOURCES), explicit(OTHERS), new RunRecord.Tag("k", Optional.of("v")));

        assertThat(appended.rejected()).singleElement().satisfies(rejection -> {
            assertThat(rejection.n()).isEqualTo(1);
            assertThat(rejection.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        });
        assertThat(ofRun()).contains(SOURCES.id().value());
        assertThat(run(RUN).tags().values()).containsEntry("k", Optional.of("v"));
    }

    @Test
    void runsAreFoundByTheirSnapshot() {
        putAll();
        createRun(new RunId("without"));
        direct(RUN, create(draft(RUN).withSnapshot(SOURCES.id())));

        RunQuery query = new RunQuery(
                Optional.empty(),
                FilterParser.parse("snapshot = \"" + SOURCES.id() + "\""),
                Optional.empty(),
                Archived.ALL,
                10,
                Optional.empty());
        assertThat(store.runs().list(query).items()).extracting(Run::id).containsExactly(RUN);
    }
}
