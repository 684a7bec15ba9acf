// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSnapshotTest {
    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temp.toRealPath().resolve("iris"));
    }

    @Test
    void theSameFolderHasTheSameIdWhereverItLies() throws IOException {
        write("a.py", "1");
        write("src/b.py", "2");
        Path copy = Files.createDirectory(temp.resolve("copy"));
        Folders.write(copy, "src/b.py", "2");
        Folders.write(copy, "a.py", "1");

        assertThat(FolderSnapshot.take(folder).manifest().id())
                .isEqualTo(FolderSnapshot.take(copy).manifest().id());
    }

    @Test
    void aBlobIsFoundInTheFolder() throws IOException {
        write("a.py", "1");
        Path file = write("src/été.py", "2");
        FolderSnapshot snapshot = FolderSnapshot.take(folder);

        assertThat(snapshot.file(sha256("2"))).isEqualTo(file);
        assertThatThrownBy(() -> snapshot.file(sha256("3")))
                .hasMessageContaining("is no file of the snapshot of " + folder);
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> FolderSnapshot.take(folder.resolve("none")))
                .hasMessage("folder " + folder.resolve("none") + " is not there; name a folder")
                .extracting("code")
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void tooManyFilesAreRefusedWithWhereTheyAre() throws IOException {
        for (int i = 0; i < 4; i++) {
            write("data/raw/" + i, "x");
            write("src/" + i + ".py", "x");
        }
        write("data/raw/4", "x");
        write("a.py", "x");
        write(".gitignore", "src/3.py\n");

        assertThatThrownBy(() -> FolderSnapshot.take(folder, new SnapshotLimits(9, 1_000)))
                .hasMessage("a snapshot of " + folder + " must have at most 9 files but has 10 files, most of it in"
                        + " data/raw/ (5 files), .gitignore (1 files), a.py (1 files);"
                        + " name what the run can do without in .amlignore")
                .extracting("code")
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(FolderSnapshot.take(folder, new SnapshotLimits(10, 1_000))
                        .manifest()
                        .files())
                .hasSize(10);
    }

    @Test
    void tooManyBytesAreRefusedWithoutReadingThem() throws IOException {
        write("a.py", "x");
        Path big = write("data/big.bin", "");
        try (var file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(400L * 1024 * 1024 * 1024); // a hole: reading it would take an hour
        }

        assertThatThrownBy(() -> FolderSnapshot.take(folder))
                .hasMessageContaining("must have at most 300.0 MiB but has 409,600.0 MiB, most of it in data/big.bin");
    }

    @Test
    void aClientsLimitsAreTwoThousandFilesAndThreeHundredMebibytes() {
        assertThat(SnapshotLimits.CLIENT).isEqualTo(new SnapshotLimits(2_000, 314_572_800));
    }

    @Test
    void aFileThatGoesWhileItIsReadIsNamed() throws IOException {
        Path file = write("gone.log", "1");
        FoundFile found = FolderListing.of(folder).files().getFirst();
        Files.delete(file);

        assertThatThrownBy(() -> StableFile.read(found))
                .hasMessage("file " + file
                        + " changes while it is read; wait until it is written, or name it in .amlignore")
                .extracting("code")
                .isEqualTo(ErrorCode.WRONG_STATE);
    }

    @Test
    void aFileThatGrewSinceTheWalkIsReadAsItIsNow() throws IOException {
        Path file = write("a.log", "1");
        FoundFile found = FolderListing.of(folder).files().getFirst();
        Files.writeString(file, "12345");

        assertThat(StableFile.read(found).size()).isEqualTo(5);
        assertThat(StableFile.read(found).sha256()).isEqualTo(sha256("12345"));
    }

    @Test
    void aFileThatNeverStandsStillIsNamed() throws Exception {
        Path file = write("busy.log", "x".repeat(64 * 1024 * 1024));
        FoundFile found = FolderListing.of(folder).files().getFirst();
        Process writer = new ProcessBuilder("sh", "-c", "while :; do echo x >> \"$0\"; done", file.toString()).start();
        try {
            while (Files.size(file) == found.size()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertThatThrownBy(() -> StableFile.read(found)).hasMessageContaining("file " + file + " changes while");
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    @Test
    void aLinkThatTakesAFilesPlaceIsNotFollowed() throws IOException {
        Path file = write("a.py", "1");
        FoundFile found = FolderListing.of(folder).files().getFirst();
        Files.delete(file);
        Files.createSymbolicLink(file, Files.writeString(temp.resolve("secret"), "secret"));

        assertThatThrownBy(() -> StableFile.read(found)).isInstanceOf(IOException.class);
    }

    @Test
    void devicesAndPipesAreLeftOut() throws Exception {
        write("a.py", "1");
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(FolderSnapshot.take(folder).manifest().files())
                .extracting(file -> file.path())
                .containsExactly(new ArtifactPath("a.py"));
    }

    @Test
    void aNameThatIsNotUtf8IsListed() throws Exception {
        write("a.py", "1");
        Process made = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import sys, os; open(os.fsencode(sys.argv[1]) + b'/b\\xff.py', 'w')",
                        folder.toString())
                .start();
        assertThat(made.waitFor()).isZero();

        FolderSnapshot snapshot = FolderSnapshot.take(folder);

        assertThat(snapshot.unnameable()).isEqualTo(List.of("b\uFFFD.py"));
        assertThat(snapshot.manifest().files()).hasSize(1);
    }

    @Test
    void namesThatAreOneOnSomeMachinesAreRefused() throws IOException {
        write("readme.md", "1");
        write("README.md", "2");

        assertThatThrownBy(() -> FolderSnapshot.take(folder))
                .hasMessageContaining("must not have both 'README.md' and 'readme.md'");
    }

    @Test
    void aLocaleWithoutUtf8SeesTheSameNames() throws Exception {
        write("été.py", "1");
        write("日本/😀.csv", "2");
        String expected = FolderSnapshot.take(folder).manifest().id().value();
        Path copy = temp.resolve("copy");

        Process other = inLocale("C", folder.toString(), copy.toString());

        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo(expected);
        assertThat(FolderSnapshot.take(copy).manifest().id()).hasToString(expected);
    }

    @Test
    void whatIsLeftOutIsToldInOneSentenceOfTwentyNames() throws IOException {
        write("train.py", "1");
        assertThat(FolderSnapshot.take(folder).warnings()).isEmpty();
        for (int n = 10; n < 32; n++) {
            write("key-" + n + ".pem", "x");
        }

        String named =
                IntStream.range(10, 30).mapToObj(n -> "key-" + n + ".pem").collect(Collectors.joining(", "));
        assertThat(FolderSnapshot.take(folder).warnings())
                .containsExactly(
                        "the snapshot leaves out files whose names look like secrets: " + named + " and 2 more");
    }

    private static Process inLocale(String locale, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CopyingMain.class.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("LC_ALL", locale);
        return builder.redirectErrorStream(true).start();
    }

    private Path write(String path, String text) {
        return Folders.write(folder, path, text);
    }

    private static Sha256 sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
