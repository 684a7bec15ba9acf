// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports as nobody wrote them: what broke tools that unpack archives is refused, and what is whole is read. */
class ExportFileTest {
    private static final byte[] HELLO = utf8("hello");
    private static final Sha256 BLOB = Sha256.of(HELLO);
    private static final Manifest MANIFEST =
            new Manifest(List.of(new SnapshotFile(new ArtifactPath("train.py"), false, BLOB, 5)));
    private static final byte[] RECORDS = utf8("{\"m\":\"loss\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[0.5]}}\n"
            + "{\"artifact\":{\"path\":\"a.txt\",\"sha256\":\"" + BLOB + "\",\"size\":5}}\n");

    @TempDir
    private Path folder;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String blob(Sha256 blob) {
        return "blobs/" + blob;
    }

    /** What a run's export has, to be spoilt. */
    private static Map<String, byte[]> parts() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("export.json", utf8("{\"format\":1,\"runs\":[\"run-1\"]}"));
        parts.put(
                "runs/run-1/run.json",
                utf8("{\"id\":\"run-1\",\"number\":7,\"snapshot\":{\"id\":\"" + MANIFEST.id() + "\"}}"));
        parts.put("runs/run-1/records.ndjson", RECORDS);
        parts.put("snapshots/" + MANIFEST.id() + ".manifest", MANIFEST.bytes());
        parts.put(blob(BLOB), HELLO);
        return parts;
    }

    private static byte[] zip(Map<String, byte[]> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createDirectories(folder.resolve("within")).resolve("runs.zip"), bytes);
    }

    private List<ExportedRun> check(byte[] bytes) throws IOException {
        try (ExportFile file = ExportFile.open(file(bytes), false)) {
            return file.check((done, all, what) -> {});
        }
    }

    private void assertRefused(byte[] bytes, String why) {
        assertThatThrownBy(() -> check(bytes))
                .isInstanceOfSatisfying(
                        RunloreException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(why)
                .hasMessageNotContaining("server's answer");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(path -> path.endsWith("escaped"))).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatAnExportHasIsRead() throws IOException {
        assertThat(check(zip(parts())))
                .containsExactly(
                        new ExportedRun(new RunId("run-1"), 7, 2, Sha256.of(RECORDS), Optional.of(MANIFEST.id())));
        try (ExportFile file = ExportFile.open(file(zip(parts())), false)) {
            assertThat(file.runs()).containsExactly(new RunId("run-1"));
            assertThat(file.open(BLOB).readAllBytes()).isEqualTo(HELLO);
        }
    }

    @Test
    void aFileThatIsNotThereSaysSo() {
        assertThatThrownBy(() -> ExportFile.open(folder.resolve("none.zip"), false))
                .isInstanceOfSatisfying(
                        RunloreException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    /** Row 22: names that lead out; of a zip that is none of ours every name does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escaped",
                "runs/../../escaped",
                "/escaped",
                "..\\escaped",
                "C:/escaped",
                "blobs/../../escaped",
                "runs/run-1/../escaped",
                "runs/run-1/",
                "blobs/",
                "notes.txt",
                "export.json/x",
                "EXPORT.JSON",
                "runs/-x/run.json",
                "blobs/ABCDEF"
            })
    void aNameThatNoExportHasIsRefused(String name) throws IOException {
        Map<String, byte[]> parts = parts();
        parts.put(name, utf8("x"));
        assertRefused(zip(parts), "which no export has");
    }

    /** Spoils one part each. */
    static Stream<org.junit.jupiter.params.provider.Arguments> spoilt() {
        String run = "runs/run-1/run.json";
        String records = "runs/run-1/records.ndjson";
        return Stream.of(
                row("export.json", "{\"format\":2,\"runs\":[\"run-1\"]}", "format 2"),
                row("export.json", "{\"runs\":[\"run-1\"]}", "without its format"),
                row("export.json", "{\"format\":1}", "other runs"),
                row("export.json", "{\"format\":1,\"runs\":[]}", "other runs"),
                row("export.json", "{\"format\":1,\"runs\":[\"../x\"]}", "without its runs"),
                row("export.json", "{\"format\":1,\"runs\":[\"run-1\",\"run-2\"]}", "other runs"),
                row("export.json", "[]", "no JSON object"),
                row("export.json", "{", "no JSON object"),
                row(run, "{\"id\":\"run-2\",\"number\":1}", "another run"),
                row(run, "{\"id\":\"run-1\"}", "that is none"),
                row(run, "{\"id\":\"run-1\",\"number\":1,\"snapshot\":7}", "that is none"),
                row(run, "{\"id\":\"run-1\",\"number\":1,\"snapshot\":{\"id\":\"" + "0".repeat(40) + "\"}}", "lacks"),
                row(run, "[".repeat(100_000), "no JSON object"),
                row(records, "{\"artifact\":{\"sha256\":\"" + "0".repeat(64) + "\"}}\n", "lacks blob"),
                row(records, "{\"artifact\":{\"sha256\":\"zz\"}}\n", "a record that is none"),
                row(records, "{\"artifact\":7}\n", "a record that is none"),
                row("snapshots/" + MANIFEST.id() + ".manifest", "", "another snapshot"),
                row(
                        "snapshots/" + MANIFEST.id() + ".manifest",
                        "f " + BLOB + " 5 ../escaped\n",
                        "a snapshot that is none"),
                row("snapshots/" + MANIFEST.id() + ".manifest", "l " + BLOB + " 5 link\n", "a snapshot that is none"),
                row(blob(BLOB), "evil", "with other bytes"));
    }

    private static org.junit.jupiter.params.provider.Arguments row(String name, String content, String why) {
        return org.junit.jupiter.params.provider.Arguments.of(name, content, why);
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void aPartThatSaysSomethingElseIsRefused(String name, String content, String why) throws IOException {
        Map<String, byte[]> parts = parts();
        parts.put(name, utf8(content));
        assertRefused(zip(parts), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"export.json", "runs/run-1/run.json", "runs/run-1/records.ndjson", "snapshots", "blobs"})
    void aPartThatIsNotThereIsMissed(String name) throws IOException {
        Map<String, byte[]> parts = parts();
        parts.keySet().removeIf(part -> part.startsWith(name));
        assertRefused(zip(parts), "must be what 'runlore export' wrote");
    }

    /** Offset of the directory's header of the n-th file. */
    private static int header(byte[] zip, int n) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int at = bytes.getInt(zip.length - 6);
        for (int i = 0; i < n; i++) {
            at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30) + bytes.getShort(at + 32);
        }
        return at;
    }

    private static byte[] patched(int entry, int field, int value) throws IOException {
        byte[] zip = zip(parts());
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(header(zip, entry) + field, value);
        return zip;
    }

    /** Row 23: links and devices, by the mode that the directory tells. */
    @ParameterizedTest
    @ValueSource(ints = {0120777, 0040755, 0010644, 0020644, 0060644, 0140644})
    void whatIsNoPlainFileIsRefused(int mode) throws IOException {
        assertRefused(patched(4, 38, mode << 16), "no plain file");
        assertThat(check(patched(4, 38, 0100644 << 16))).hasSize(1);
    }

    /** Row 25: a name twice, sizes that lie, a header that says something else, files within files. */
    @Test
    void aNameThatComesTwiceIsRefused() throws IOException {
        Map<String, byte[]> parts = parts();
        Sha256 other = Sha256.of(utf8("other"));
        parts.put(blob(other), utf8("other"));
        byte[] zip = zip(parts);
        byte[] name = utf8(blob(BLOB));
        System.arraycopy(name, 0, zip, header(zip, 5) + 46, name.length);
        assertRefused(zip, "twice");
    }

    @Test
    void aHeaderThatIsNotWhatTheDirectorySaysIsRefused() throws IOException {
        byte[] zip = zip(parts());
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int local = bytes.getInt(header(zip, 4) + 42);
        zip[local + 30] = 'x';
        assertRefused(zip, "not what its directory says");

        byte[] method = zip(parts());
        method[local + 8] = 0;
        assertRefused(method, "not what its directory says");
    }

    @Test
    void aSizeThatIsNotTheBytesIsRefused() throws IOException {
        assertRefused(patched(4, 24, 4), "with other bytes than its directory says");
        assertRefused(patched(4, 24, 6), "with other bytes than its directory says");
        assertRefused(patched(4, 24, 1_000_000_000), "whose size cannot be true");
        assertRefused(patched(4, 16, 1), "with other bytes than its directory says");
        assertRefused(patched(4, 20, 3), "with other bytes than its directory says");
        assertRefused(patched(4, 20, 1_000), "within another file");
    }

    @Test
    void aFileWithinAnothersBytesIsRefused() throws IOException {
        assertRefused(patched(4, 42, 0), "within another file");
        assertRefused(patched(4, 42, 1 << 30), "");
    }

    @Test
    void anEncryptedFileIsRefused() throws IOException {
        byte[] zip = zip(parts());
        zip[header(zip, 4) + 8] |= 1;
        assertRefused(zip, "no plain file");
    }

    @Test
    void whateverIsCutOrChangedInTheEndIsRefused() throws IOException {
        byte[] zip = zip(parts());
        for (int length : new int[] {0, 1, 21, 22, 100, zip.length - 1, zip.length - 22}) {
            assertRefused(Arrays.copyOf(zip, length), "must be what 'runlore export' wrote");
        }
        for (int field : new int[] {10, 12, 16}) {
            byte[] changed = zip.clone();
            changed[zip.length - 22 + field] ^= 1;
            assertRefused(changed, "must be what 'runlore export' wrote");
        }
    }

    @Test
    void anyChangedByteIsRefusedOrChangesNothing() throws IOException {
        byte[] zip = zip(parts());
        List<ExportedRun> right = check(zip);
        for (int at = 0; at < zip.length; at++) {
            byte[] changed = zip.clone();
            changed[at] ^= 0x55;
            try {
                assertThat(check(changed)).as("byte " + at).isEqualTo(right);
            } catch (RunloreException refused) {
                assertThat(refused.code()).as("byte " + at).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    void moreFilesThanAnExportHasAreRefusedBeforeTheyAreRead() throws IOException {
        byte[] zip = zip(parts());
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        wide.write(zip, 0, zip.length - 22);
        ByteBuffer end = ByteBuffer.allocate(98).order(ByteOrder.LITTLE_ENDIAN);
        int start = header(zip, 0);
        int size = zip.length - 22 - start;
        end.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0);
        end.putLong(1L << 40).putLong(1L << 40).putLong(size).putLong(start);
        end.putInt(0x07064b50).putInt(0).putLong(zip.length - 22).putInt(1);
        end.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        wide.writeBytes(end.array());
        assertRefused(wide.toByteArray(), "says to have " + (1L << 40) + " files");
    }

    /** Row 25: a small file that unpacks to very much. */
    @Test
    void aFileThatUnpacksToMuchMoreIsRefusedUnlessItIsKnown() throws IOException {
        Path bomb = folder.resolve("bomb.zip");
        byte[] zeros = new byte[1 << 20];
        java.security.MessageDigest digest = Sha256.digest();
        int megabytes = 1_100;
        for (int i = 0; i < megabytes; i++) {
            digest.update(zeros);
        }
        Sha256 name = Sha256.of(digest);
        try (OutputStream out = Files.newOutputStream(bomb);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts().entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
            zip.putNextEntry(new ZipEntry(blob(name)));
            for (int i = 0; i < megabytes; i++) {
                zip.write(zeros);
            }
        }

        assertThatThrownBy(() -> ExportFile.open(bomb, false))
                .isInstanceOfSatisfying(
                        RunloreException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE))
                .hasMessageContaining("--any-size");
        try (ExportFile file = ExportFile.open(bomb, true)) {
            assertThat(file.blobs()).isEqualTo(2);
        }
    }

    @Test
    void aRecordMayBeLongButNotEndless() throws IOException {
        Map<String, byte[]> parts = parts();
        parts.put("runs/run-1/records.ndjson", utf8("{\"m\":\"" + "x".repeat(1 << 20) + "\"}\n{}"));
        assertThatThrownBy(() -> check(zip(parts))).hasMessageContaining("must end in a line feed");
    }
}
