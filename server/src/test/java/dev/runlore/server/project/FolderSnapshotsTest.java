// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotId;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.server.snapshot.Snapshots;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between the moment a snapshot is taken and the moment its files are stored. */
class FolderSnapshotsTest {
    @TempDir
    private Path temp;

    private Path root;
    private SqliteStore store;
    private FolderBlobStore blobs;
    private Snapshots snapshots;
    private FolderSnapshots folders;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(temp.toRealPath().resolve("iris"));
        Path data = Files.createDirectory(temp.resolve("data"));
        store = SqliteStore.open(data, StoreOptions.with(fault -> {
            throw new AssertionError(fault);
        }));
        blobs = new FolderBlobStore(data, InstantSource.system());
        snapshots = new Snapshots(store.snapshots(), blobs);
        folders = new FolderSnapshots(snapshots, blobs);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasTakenIsStoredOnce() throws IOException {
        Files.writeString(root.resolve("train.py"), "print(1)");
        FolderSnapshot taken = FolderSnapshot.take(root);

        SnapshotId id = folders.put(taken);

        assertThat(id).isEqualTo(taken.manifest().id());
        assertThat(snapshots.manifest(id)).isEqualTo(taken.manifest());
        assertThat(blobs.find(digest("print(1)"))).contains(8L);
        assertThat(folders.put(taken)).isEqualTo(id);
    }

    @Test
    void aFileThatChangesMeanwhileIsNamedAndNothingOfItIsStored() throws IOException {
        Files.writeString(root.resolve("train.py"), "print(1)");
        FolderSnapshot taken = FolderSnapshot.take(root);
        Files.writeString(root.resolve("train.py"), "print(2)");

        assertChanged(taken);
        assertThat(blobs.find(digest("print(2)"))).isEmpty();
    }

    @Test
    void aFileThatGoesMeanwhileIsNamed() throws IOException {
        Files.writeString(root.resolve("train.py"), "print(1)");
        FolderSnapshot taken = FolderSnapshot.take(root);
        Files.delete(root.resolve("train.py"));

        assertChanged(taken);
    }

    @Test
    void aLinkThatTakesTheFilesPlaceIsNotFollowed() throws IOException {
        Files.writeString(root.resolve("train.py"), "print(1)");
        FolderSnapshot taken = FolderSnapshot.take(root);
        Path outside = Files.writeString(temp.resolve("outside"), "print(1)");
        Files.delete(root.resolve("train.py"));
        Files.createSymbolicLink(root.resolve("train.py"), outside);

        assertChanged(taken);
        assertThat(blobs.find(digest("print(1)"))).isEmpty();
    }

    private void assertChanged(FolderSnapshot taken) {
        assertThatThrownBy(() -> folders.put(taken))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("file " + root.resolve("train.py") + " must stay as it is")
                .extracting(failure -> ((RunloreException) failure).code())
                .isEqualTo(ErrorCode.WRONG_STATE);
        assertThat(store.snapshots().find(taken.manifest().id())).isEmpty();
    }

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
