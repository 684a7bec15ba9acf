// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCheckTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderWithoutBlobsIsSound() throws IOException {
        assertThat(BlobCheck.of(folder)).isEqualTo(new BlobCheck(0, List.of()));
    }

    @Test
    void oneFlippedByteAndOneCutFileAreNamedAndTheSoundOneIsNot() throws IOException {
        put("sound");
        Path flipped = put("flipped");
        Path cut = put("cut");
        byte[] bytes = Files.readAllBytes(flipped);
        bytes[3] ^= 1;
        Files.write(flipped, bytes);
        Files.write(cut, new byte[] {'c'});
        BlobCheck check = BlobCheck.of(folder);
        assertThat(check.blobs()).isEqualTo(3);
        assertThat(check.damaged()).containsExactlyInAnyOrder(flipped, cut);
    }

    private Path put(String text) throws IOException {
        FolderBlobStore blobs = new FolderBlobStore(folder, InstantSource.system());
        Sha256 name = blobs.put(new ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .sha256();
        return folder.resolve("blobs")
                .resolve(name.hex().substring(0, 2))
                .resolve(name.hex().substring(2));
    }
}
