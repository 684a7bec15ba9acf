// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Limits;
import dev.runlore.domain.Sha256;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What broke tools that unpack archives, as manifests: each is refused whole and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotAttackRowsTest {
    private static final String SHA =
            Sha256.of("x".getBytes(StandardCharsets.UTF_8)).hex();
    private static final String CANARY = "the canary lives";

    private Path outside;
    private ServedFolder served;

    @BeforeAll
    void serve(@TempDir Path folder) throws Exception {
        outside = folder;
        Files.writeString(folder.resolve("canary"), CANARY);
        served = new ServedFolder(folder.resolve("data"));
        SnapshotFolder.putBlob(served, "x".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private HttpResponse<byte[]> put(String manifest) throws Exception {
        return served.octets("PUT", "/api/v1/snapshots", manifest.getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(HttpResponse<byte[]> answer, int status, String manifest) throws Exception {
        String text = ServedFolder.text(answer);
        assertThat(answer.statusCode()).as(text).isEqualTo(status);
        assertThat(text).doesNotContain("Exception").doesNotContain(outside.toString());
        String id = Sha256.of(manifest.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40);
        assertThat(served.get("/api/v1/snapshots/" + id).statusCode()).isEqualTo(404);
        assertThat(outside.resolve("canary")).hasContent(CANARY);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).hasSize(2);
        }
    }

    private static String file(String path) {
        return "f " + SHA + " 1 " + path + "\n";
    }

    /** Row 22: paths that lead out, or to where code is run from. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/etc/cron.d/x",
                "//host/x",
                "..\\x",
                "a\\..\\..\\x",
                "C:\\x",
                "C:/x",
                "./x",
                "a//b",
                "a/",
                "..",
                "a/\u0000b",
                "a\rb",
                "a\u001bb",
                ".git/hooks/post-checkout",
                "sub/.GIT/config",
                ""
            })
    void aPathThatLeadsOutIsRefused(String path) throws Exception {
        assertRefused(put(file(path)), 400, file(path));
    }

    /** Row 23: whatever is no plain file has no form. */
    @ParameterizedTest
    @ValueSource(strings = {"l", "d", "p", "s", "b", "c", "h", "120000", "F", "fx", ""})
    void anotherModeIsRefused(String mode) throws Exception {
        String manifest = mode + " " + SHA + " 1 link\n";
        assertRefused(put(manifest), 400, manifest);
    }

    /** Row 23: a file below what is a file too, as a link's target would be. */
    @Test
    void aFileBelowAFileIsRefused() throws Exception {
        String manifest = file("link") + file("link/x");
        assertRefused(put(manifest), 400, manifest);
    }

    /** Rows 21, 25: names that are one on some machines. */
    @Test
    void namesThatMeetAreRefused() throws Exception {
        for (String manifest : new String[] {
            file("a") + file("a"),
            file("Model.pt") + file("model.pt"),
            file("e\u0301") + file("\u00e9"),
            file("A/x") + file("a/y"),
        }) {
            assertRefused(put(manifest), 400, manifest);
        }
    }

    /** Row 25: what was told and what is there must agree. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "9223372036854775807", "9223372036854775808", "-1", "01", "1.0", "", "1e3"})
    void aSizeThatIsNotThatOfTheBytesIsRefused(String size) throws Exception {
        String manifest = "f " + SHA + " " + size + " a\n";
        HttpResponse<byte[]> answer = put(manifest);
        assertRefused(answer, answer.statusCode() == 413 ? 413 : 400, manifest);
    }

    /** Row 25: one blob of a gigabyte under many names is still that many gigabytes. */
    @Test
    void filesThatSwellTogetherAreRefusedBeforeAByteIsAskedFor() throws Exception {
        String manifest = IntStream.range(0, 11)
                .mapToObj(i -> "f " + SHA + " 1073741824 f" + (char) ('a' + i) + "\n")
                .collect(Collectors.joining());
        assertRefused(put(manifest), 413, manifest);
        assertThat(ServedFolder.text(put(manifest))).contains("10737418240 bytes");
    }

    /** Row 25: very many entries. */
    @Test
    void tooManyFilesAreRefused() throws Exception {
        String manifest = IntStream.rangeClosed(0, Limits.SNAPSHOT_FILES)
                .mapToObj(i -> file("%07d".formatted(i)))
                .collect(Collectors.joining());
        assertRefused(put(manifest), 413, manifest);
    }

    /** Row 25: a small body that inflates to a huge one. */
    @Test
    void aManifestThatInflatesBeyondTheLimitIsRefused() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < Limits.MANIFEST_BYTES / zeros.length + 1; i++) {
                gzip.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(100_000);
        HttpResponse<byte[]> answer = served.send(
                "PUT",
                "/api/v1/snapshots",
                bomb.toByteArray(),
                "Content-Type",
                "application/octet-stream",
                "Content-Encoding",
                "gzip");
        assertRefused(answer, 413, "");
    }

    /** Rows 22, 25: an archive is no manifest; nothing is unpacked. */
    @Test
    void anArchiveIsNotUnpacked() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("../canary"));
            zip.write("overwritten".getBytes(StandardCharsets.UTF_8));
        }
        assertRefused(served.octets("PUT", "/api/v1/snapshots", bytes.toByteArray()), 400, "");
    }

    /** Other lines than the one form: separators, cases and orders that another reader might take for the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f  %s 1 a\n",
                "f\t%s 1 a\n",
                " f %s 1 a\n",
                "f %s 1 a",
                "f %s 1 a\r\n",
                "f %s 1 b\nf %s 1 a\n",
                "\n",
                "f %s 1 a\n\n",
                "f %S 1 a\n",
                "\uFEFFf %s 1 a\n"
            })
    void anotherFormIsRefused(String form) throws Exception {
        String manifest = form.replace("%s", SHA).replace("%S", SHA.toUpperCase(Locale.ROOT));
        assertRefused(put(manifest), 400, manifest);
    }

    /** Ids and paths of the reading routes are names, never places. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/snapshots/%2e%2e%2f%2e%2e%2fcanary",
                "/api/v1/snapshots/..%5ccanary",
                "/api/v1/snapshots/canary.zip",
                "/api/v1/snapshots/e3b0c44298fc1c149afbf4c8996fb92427ae41e4/files?path=../../canary",
                "/api/v1/snapshots/e3b0c44298fc1c149afbf4c8996fb92427ae41e4/files?path=%2fetc%2fpasswd",
                "/api/v1/snapshots/e3b0c44298fc1c149afbf4c8996fb92427ae41e4/files?path=a%5c..%5cb",
                "/api/v1/snapshots:diff?from=../canary&to=../canary"
            })
    void aReadOfAnotherPlaceIsRefused(String path) throws Exception {
        HttpResponse<byte[]> answer = served.get(path);
        assertThat(answer.statusCode()).as(ServedFolder.text(answer)).isIn(400, 404);
        assertThat(ServedFolder.text(answer)).doesNotContain(CANARY);
    }
}
