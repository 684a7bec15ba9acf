// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.store.BlobStore;
import dev.runlore.store.DamagedBlobException;
import dev.runlore.store.testkit.BlobStoreContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest extends BlobStoreContract {
    private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");
    private static final byte[] BYTES = "weights".getBytes(StandardCharsets.UTF_8);
    private static final Sha256 NAME = Sha256.of(BYTES);

    @TempDir
    Path folder;

    private Path shelf;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        shelf = folder.resolve("blobs").resolve(NAME.hex().substring(0, 2));
        file = shelf.resolve(NAME.hex().substring(2));
    }

    @Override
    protected BlobStore open() throws IOException {
        return new FolderBlobStore(folder, InstantSource.fixed(NOW));
    }

    private static InputStream bytes() {
        return new ByteArrayInputStream(BYTES);
    }

    @Test
    void aBlobIsOneFileNamedByItsDigestAndNothingElseStays() throws IOException {
        BlobStore blobs = open();
        blobs.put(bytes());
        blobs.put(bytes());
        assertThat(Files.readAllBytes(file)).isEqualTo(BYTES);
        assertThat(files()).containsExactly(file);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyTheOwnerMayLookInside() throws IOException {
        open().put(bytes());
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(shelf)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("blobs"))).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("tmp"))).isEqualTo("rwx------");
    }

    @Test
    void whatWasStoredIsThereAfterOpeningAgain() throws IOException {
        open().put(bytes());
        BlobStore again = open();
        assertThat(again.find(NAME)).contains(7L);
        assertThat(again.put(bytes()).created()).isFalse();
        assertThat(again.open(NAME).readAllBytes()).isEqualTo(BYTES);
    }

    @Test
    void askingForABlobTouchesIt() throws IOException {
        BlobStore blobs = open();
        blobs.put(bytes());
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(NOW));
        FileTime old = FileTime.from(NOW.minusSeconds(100_000));
        Files.setLastModifiedTime(file, old);
        blobs.open(NAME).close();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
        blobs.find(NAME);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(NOW));
        Files.setLastModifiedTime(file, old);
        blobs.put(bytes());
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(NOW));
    }

    @Test
    void aFlippedBitAnywhereIsAnErrorBeforeTheLastByteIsOut() throws IOException {
        byte[] large = new byte[50_000];
        Random random = new Random(7);
        random.nextBytes(large);
        BlobStore blobs = open();
        Sha256 name = blobs.put(new ByteArrayInputStream(large)).sha256();
        Path stored = folder.resolve("blobs")
                .resolve(name.hex().substring(0, 2))
                .resolve(name.hex().substring(2));
        for (int round = 0; round < 50; round++) {
            byte[] flipped = large.clone();
            flipped[round == 0 ? flipped.length - 1 : random.nextInt(flipped.length)] ^=
                    (byte) (1 << random.nextInt(8));
            Files.write(stored, flipped);
            try (InputStream in = blobs.open(name)) {
                assertThatThrownBy(() -> in.transferTo(atMost(large.length - 1)))
                        .isInstanceOf(DamagedBlobException.class)
                        .hasMessageStartingWith("blob " + name + " is damaged");
            }
            assertThatThrownBy(() -> blobs.open(name, 0, 1))
                    .isInstanceOf(DamagedBlobException.class)
                    .hasMessageStartingWith("blob " + name + " is damaged");
        }
    }

    @Test
    void aPartThatWasDamagedSinceTheBlobWasReadIsAnErrorAndTheSoundPartsAreNot() throws IOException {
        byte[] large = new byte[200_000];
        new Random(8).nextBytes(large);
        BlobStore blobs = open();
        Sha256 name = blobs.put(new ByteArrayInputStream(large)).sha256();
        blobs.open(name, 0, 1).close();
        Path stored = folder.resolve("blobs")
                .resolve(name.hex().substring(0, 2))
                .resolve(name.hex().substring(2));
        byte[] flipped = large.clone();
        flipped[70_000] ^= 1;
        Files.write(stored, flipped);
        try (InputStream in = blobs.open(name, 65_000, 10_000)) {
            assertThat(in.readNBytes(536)).isEqualTo(Arrays.copyOfRange(large, 65_000, 65_536));
            assertThatThrownBy(in::read)
                    .isInstanceOf(DamagedBlobException.class)
                    .hasMessageContaining("its bytes from 65536 on are others than they were");
        }
        try (InputStream in = blobs.open(name, 131_072, 68_928)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(large, 131_072, 200_000));
        }
    }

    @Test
    void moreBlobsThanAreKnownAreReadInParts() throws IOException {
        BlobStore blobs = open();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                byte[] one = ("blob " + i).getBytes(StandardCharsets.UTF_8);
                Sha256 name = blobs.put(new ByteArrayInputStream(one)).sha256();
                try (InputStream in = blobs.open(name, 2, 2)) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("ob");
                }
            }
        }
    }

    @Test
    void aShortenedAndALengthenedFileAreErrors() throws IOException {
        BlobStore blobs = open();
        blobs.put(bytes());
        for (String other : List.of("weight", "weights!", "")) {
            Files.writeString(file, other);
            assertThatThrownBy(() -> blobs.open(NAME).readAllBytes()).isInstanceOf(DamagedBlobException.class);
            assertThatThrownBy(() -> blobs.open(NAME, 0, 6)).isInstanceOf(DamagedBlobException.class);
        }
        Files.write(file, BYTES);
        assertThat(blobs.open(NAME, 0, 6).readAllBytes()).isEqualTo(Arrays.copyOf(BYTES, 6));
        for (String other : List.of("weight", "weights!", "")) {
            Files.writeString(file, other);
            assertThatThrownBy(() -> blobs.open(NAME, 0, 6)).isInstanceOf(DamagedBlobException.class);
        }
    }

    @Test
    void aFileThatIsCutWhileItIsReadIsAnError() throws IOException {
        BlobStore blobs = open();
        blobs.put(bytes());
        try (InputStream part = blobs.open(NAME, 2, 4);
                InputStream whole = blobs.open(NAME)) {
            Files.writeString(file, "wei");
            assertThatThrownBy(part::read)
                    .isInstanceOf(DamagedBlobException.class)
                    .hasMessageContaining("its file ends before its 7 bytes do");
            assertThatThrownBy(whole::readAllBytes)
                    .isInstanceOf(DamagedBlobException.class)
                    .hasMessageContaining("4 bytes too early");
        }
    }

    @Test
    void damagedBytesAreReplacedWhenTheRightOnesComeAgain() throws IOException {
        BlobStore blobs = open();
        blobs.put(bytes());
        Files.writeString(file, "WEIGHTS");
        assertThat(blobs.put(bytes(), NAME).created()).isTrue();
        assertThat(blobs.open(NAME).readAllBytes()).isEqualTo(BYTES);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkInPlaceOfABlobIsNotFollowed() throws IOException {
        Path canary = Files.write(folder.resolve("canary"), BYTES);
        BlobStore blobs = open();
        Files.createDirectories(shelf);
        Files.createSymbolicLink(file, canary);
        assertThat(blobs.find(NAME)).isEmpty();
        assertThatThrownBy(() -> blobs.open(NAME)).isInstanceOf(RunloreException.class);
        assertThatThrownBy(() -> blobs.open(NAME, 0, 1)).isInstanceOf(RunloreException.class);
        assertThat(blobs.put(bytes()).created()).isTrue();
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(Files.readAllBytes(canary)).isEqualTo(BYTES);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkInPlaceOfAFolderIsNotFollowed() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path canary = Files.write(outside.resolve(NAME.hex().substring(2)), BYTES);
        BlobStore blobs = open();
        Files.createSymbolicLink(shelf, outside);
        assertThat(blobs.find(NAME)).isEmpty();
        assertThatThrownBy(() -> blobs.open(NAME)).isInstanceOf(RunloreException.class);
        assertThatThrownBy(() -> blobs.put(bytes())).isInstanceOf(IOException.class);
        assertThat(files()).containsExactly(canary);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFolderOfTheStoreThatIsALinkIsRefusedAtTheStart() throws IOException {
        Files.createSymbolicLink(folder.resolve("tmp"), Files.createDirectory(folder.resolve("elsewhere")));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("not a link");
    }

    @Test
    void halfWrittenFilesOfADeadProcessGoAtTheStartAndOthersStay() throws IOException {
        Path temp = Files.createDirectory(folder.resolve("tmp"));
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
        String end = "-00000000-0000-0000-0000-000000000000.part";
        Files.writeString(temp.resolve("blob-999999999-5" + end), "of a dead process");
        Files.writeString(temp.resolve("blob-" + self.pid() + "-5" + end), "of an earlier process with our pid");
        Path ours = Files.writeString(temp.resolve("blob-" + self.pid() + "-" + start + end), "ours");
        Path other = Files.writeString(temp.resolve("notes.txt"), "not ours to remove");
        open();
        assertThat(files()).containsExactlyInAnyOrder(ours, other);
    }

    @Test
    void anUploadThatFailsLeavesNoFile() throws IOException {
        BlobStore blobs = open();
        assertThatThrownBy(() -> blobs.put(bytes(), Sha256.of(new byte[0]))).isInstanceOf(RunloreException.class);
        assertThatThrownBy(() -> blobs.put(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection lost");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("connection lost");
        assertThat(files()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatTakesNothingIsAnIoException() throws IOException {
        BlobStore blobs = open();
        Files.delete(folder.resolve("tmp"));
        assertThatThrownBy(() -> blobs.put(bytes())).isInstanceOf(IOException.class);
        Files.createSymbolicLink(folder.resolve("tmp"), Path.of("/proc/self"));
        assertThatThrownBy(() -> blobs.put(bytes())).isInstanceOf(IOException.class);
        assertThat(blobs.find(NAME)).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Takes so many bytes and fails the test when one more comes. */
    private static OutputStream atMost(int most) {
        return new OutputStream() {
            private int left = most;

            @Override
            public void write(int one) {
                assertThat(left--).isPositive();
            }
        };
    }
}
