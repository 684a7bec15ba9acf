// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run's artifacts as folders, which only their paths make. */
public abstract class FolderContract extends StoreContract {
    private static final Optional<Sha256> BLOB = Optional.of(Sha256.of(new byte[] {1}));

    @BeforeEach
    void makeRun() {
        createRun(RUN);
    }

    private void put(String... paths) {
        direct(
                RUN,
                Arrays.stream(paths)
                        .map(path -> new RunRecord.PutArtifact(new ArtifactPath(path), BLOB, path.length()))
                        .toArray(RunRecord[]::new));
    }

    private List<FolderEntry> list(String folder) {
        return store.runs()
                .folder(RUN, Optional.of(folder).filter(path -> !path.isEmpty()).map(ArtifactPath::new));
    }

    private static FolderEntry folder(String name) {
        return new FolderEntry(name, OptionalLong.empty());
    }

    private static FolderEntry file(String name, long size) {
        return new FolderEntry(name, OptionalLong.of(size));
    }

    @Test
    void aFolderListsWhatLiesDirectlyInIt() {
        put("a b/c", "a", "a/b", "a/c/d", "a/c/e", "a-b/x", "%41/é", "z");
        assertThat(list(""))
                .containsExactly(folder("%41"), file("a", 1), folder("a b"), folder("a-b"), folder("a"), file("z", 1));
        assertThat(list("a")).containsExactly(file("b", 3), folder("c"));
        assertThat(list("a/c")).containsExactly(file("d", 5), file("e", 5));
        assertThat(list("%41")).containsExactly(file("é", 5));
        assertThat(list("z")).isEmpty();
        assertThat(list("A")).isEmpty();
        assertThat(store.runs().folder(new RunId("nobody"), Optional.empty())).isEmpty();
    }

    @Test
    void whatLiesBelowAPathIsDeletedWholeAndOnce() {
        put("a", "a/b", "a/c/d", "ab", "b/c");
        RunRecord delete = new RunRecord.DeleteArtifacts(Optional.of(new ArtifactPath("a")));
        long revision = direct(RUN, delete).revision();
        assertThat(list("")).containsExactly(file("ab", 2), folder("b"));
        assertThat(direct(RUN, delete).revision()).isEqualTo(revision);
        direct(RUN, new RunRecord.DeleteArtifacts(Optional.empty()));
        assertThat(list("")).isEmpty();
    }

    @Test
    void aLogThatStillGrowsIsNotDeletedWithItsFolder() {
        byte[] bytes = "line\n".getBytes(StandardCharsets.UTF_8);
        store.logs().append(RUN, new ArtifactPath("logs/a.txt"), 0, bytes);
        put("logs/b.txt");
        direct(RUN, new RunRecord.DeleteArtifacts(Optional.of(new ArtifactPath("logs"))));
        assertThat(list("logs")).isEmpty();
        assertThat(store.logs().list(RUN)).hasSize(1);
    }
}
