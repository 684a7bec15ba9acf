// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtifactFolderTest {
    private static final byte[] BYTES = "model".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    @Test
    void anArtifactIsWrittenWholeUnderItsPath() throws IOException {
        Path file = write("outputs/sub dir/modèle.pkl", BYTES);
        assertThat(file)
                .isEqualTo(temp.resolve("to/outputs/sub dir/modèle.pkl"))
                .hasBinaryContent(BYTES);
        assertThat(files()).containsExactly("to/outputs/sub dir/modèle.pkl");
    }

    @Test
    void bytesOfAnotherDigestLeaveNothingBehind() {
        assertThatThrownBy(() -> write("a", "other".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("must have SHA-256");
        assertThat(files()).isEmpty();
    }

    @Test
    void aStreamThatDoesNotEndIsCutAfterTheAnnouncedSize() {
        assertThatThrownBy(() -> write("a", new byte[1 << 20])).hasMessageContaining("must have SHA-256");
        assertThat(files()).isEmpty();
    }

    @Test
    void anExistingFileIsAnErrorUnlessItMayBeOverwritten() throws IOException {
        Files.createDirectories(temp.resolve("to"));
        Files.writeString(temp.resolve("to/a"), "mine");
        assertThatThrownBy(() -> folder(false).check(list("b", "a")))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThatThrownBy(() -> folder(false).write(artifact("a"), new ByteArrayInputStream(BYTES)))
                .hasMessageContaining("--overwrite");
        assertThat(temp.resolve("to/a")).hasContent("mine");
        folder(true).check(list("b", "a"));
        folder(true).write(artifact("a"), new ByteArrayInputStream(BYTES));
        assertThat(temp.resolve("to/a")).hasBinaryContent(BYTES);
    }

    @ParameterizedTest
    @CsvSource({"Model.pkl,model.PKL", "a,a/b", "A/x,a", "e\u0301,\u00e9", "ﬁle,file", "x,x"})
    void namesThatAFileSystemMayHoldForOneAreRefusedBeforeAByteIsWritten(String one, String two) {
        assertThatThrownBy(() -> folder(true).check(list(one, two)))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("cannot lie in one folder");
        assertThat(files()).isEmpty();
    }

    @Test
    void aLinkThatLeadsOutIsNotFollowed() throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.createDirectories(temp.resolve("to"));
        Files.createSymbolicLink(temp.resolve("to/outputs"), outside);
        assertThatThrownBy(() -> write("outputs/a", BYTES)).hasMessageContaining("is a link that leads out of");
        assertThatThrownBy(() -> write("outputs/new/a", BYTES)).hasMessageContaining("is a link that leads out of");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aLinkInPlaceOfTheFileIsReplacedNotWrittenThrough() throws IOException {
        Path outside = Files.writeString(temp.resolve("outside"), "mine");
        Files.createDirectories(temp.resolve("to"));
        Files.createSymbolicLink(temp.resolve("to/a"), outside);
        assertThatThrownBy(() -> folder(false).check(list("a"))).hasMessageContaining("exists");
        folder(true).write(artifact("a"), new ByteArrayInputStream(BYTES));
        assertThat(outside).hasContent("mine");
        assertThat(temp.resolve("to/a")).hasBinaryContent(BYTES);
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
        Path real = Files.createDirectories(temp.resolve("real"));
        Files.createSymbolicLink(temp.resolve("to"), real);
        write("outputs/a", BYTES);
        assertThat(real.resolve("outputs/a")).hasBinaryContent(BYTES);
    }

    private Path write(String path, byte[] bytes) throws IOException {
        return folder(false).write(artifact(path), new ByteArrayInputStream(bytes));
    }

    private ArtifactFolder folder(boolean overwrite) {
        return new ArtifactFolder(temp.resolve("to"), overwrite);
    }

    private static List<Artifact> list(String... paths) {
        return Arrays.stream(paths).map(ArtifactFolderTest::artifact).toList();
    }

    private static Artifact artifact(String path) {
        return new Artifact(new ArtifactPath(path), Optional.of(Sha256.of(BYTES)), BYTES.length, Instant.EPOCH);
    }

    private List<String> files() {
        try (Stream<Path> all = Files.walk(temp)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> temp.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
