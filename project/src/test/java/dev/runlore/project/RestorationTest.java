// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestorationTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir
    Path temp;

    private Path folder;
    private Path backups;
    private final Map<Sha256, byte[]> blobs = new HashMap<>();

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temp.resolve("iris")).toRealPath();
        backups = temp.resolve("data/backups");
    }

    @Test
    void editedAddedAndDeletedFilesComeBack() throws IOException {
        write("train.py", "print(1)\n");
        write("src/model.py", "old\n");
        write("data/small.csv", "1,2\n");
        Manifest target = snapshot();
        write("train.py", "print(2)\n");
        Files.delete(folder.resolve("data/small.csv"));
        Files.delete(folder.resolve("data"));
        write("new/deep/extra.py", "more\n");
        write("src/added.py", "more\n");

        RestorePlan plan = restoration().plan(folder, target);

        assertThat(plan.added()).containsExactly(path("data/small.csv"));
        assertThat(plan.overwritten()).containsExactly(path("train.py"));
        assertThat(plan.deleted()).containsExactly(path("new/deep/extra.py"), path("src/added.py"));
        assertThat(plan.kept()).isEmpty();

        Path backup = restoration().apply(plan).orElseThrow();

        assertThat(tree())
                .isEqualTo(Map.of("train.py", "print(1)\n", "src/model.py", "old\n", "data/small.csv", "1,2\n"));
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(backup).isEqualTo(backups.resolve("iris-20260504-120000.zip"));
        assertThat(zip(backup))
                .isEqualTo(Map.of("train.py", "print(2)\n", "new/deep/extra.py", "more\n", "src/added.py", "more\n"));
        assertThat(Files.getPosixFilePermissions(backup)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(FolderSnapshot.take(folder).manifest().id()).isEqualTo(target.id());
    }

    @Test
    void aPlanTouchesNothing() throws IOException {
        write("a.py", "1");
        Manifest target = snapshot();
        write("a.py", "2");
        write("b.py", "3");

        restoration().plan(folder, target);

        assertThat(tree()).isEqualTo(Map.of("a.py", "2", "b.py", "3"));
        assertThat(backups).doesNotExist();
    }

    @Test
    void aFolderThatIsAsTheSnapshotNeedsNothing() throws IOException {
        write("a.py", "1");
        Manifest target = snapshot();

        RestorePlan plan = restoration().plan(folder, target);

        assertThat(plan.isDone()).isTrue();
        assertThat(restoration().apply(plan)).isEmpty();
        assertThat(backups).doesNotExist();
    }

    @Test
    void ignoredFilesVersionControlLinksSecretsAndOutputsAreKept() throws IOException {
        write(".gitignore", "*.csv\ncache/\n");
        write("a.py", "1");
        Manifest target = snapshot();
        Map<String, String> stays = Map.of(
                "big.csv", "1,2",
                "cache/x", "y",
                ".git/HEAD", "ref",
                ".env", "PASSWORD=x",
                ".ssh/id_rsa", "key",
                "outputs/model.pkl", "bytes",
                "env/pyvenv.cfg", "home",
                "env/bin/python", "elf",
                "back\\slash.py", "odd");
        stays.forEach(this::write);
        Files.createSymbolicLink(folder.resolve("link.py"), Path.of("a.py"));
        write("a.py", "2");
        write("extra.py", "3");

        RestorePlan plan = restoration().plan(folder, target);
        restoration().apply(plan);

        assertThat(plan.deleted()).containsExactly(path("extra.py"));
        Map<String, String> after = new TreeMap<>(stays);
        after.put(".gitignore", "*.csv\ncache/\n");
        after.put("a.py", "1");
        assertThat(tree()).isEqualTo(after);
        assertThat(Files.readSymbolicLink(folder.resolve("link.py"))).isEqualTo(Path.of("a.py"));
    }

    @Test
    void whatTheSnapshotsOwnIgnoreFileLeavesOutIsKept() throws IOException {
        write(".gitignore", "data/\n");
        write("a.py", "1");
        Manifest target = snapshot();
        write(".gitignore", "");
        write("data/big.csv", "1,2");
        write("notes.txt", "x");

        RestorePlan plan = restoration().plan(folder, target);
        restoration().apply(plan);

        assertThat(plan.deleted()).containsExactly(path("notes.txt"));
        assertThat(tree()).isEqualTo(Map.of(".gitignore", "data/\n", "a.py", "1", "data/big.csv", "1,2"));
    }

    @Test
    void aFileThatIsIgnoredNowAndInTheSnapshotComesBackWithABackup() throws IOException {
        write("data.csv", "then");
        Manifest target = snapshot();
        write(".gitignore", "*.csv\n");
        write("data.csv", "now");

        RestorePlan plan = restoration().plan(folder, target);
        Path backup = restoration().apply(plan).orElseThrow();

        assertThat(plan.overwritten()).containsExactly(path("data.csv"));
        assertThat(tree()).isEqualTo(Map.of("data.csv", "then"));
        assertThat(zip(backup)).containsEntry("data.csv", "now");
    }

    @Test
    void aFolderThatIsNotThereIsMade() throws IOException {
        write("a.py", "1");
        write("src/b.py", "2");
        Manifest target = snapshot();
        Path other = temp.resolve("deep/other");

        RestorePlan plan = restoration().plan(other, target);
        assertThat(other).doesNotExist();
        assertThat(restoration().apply(plan)).isEmpty();

        assertThat(tree(other)).isEqualTo(Map.of("a.py", "1", "src/b.py", "2"));
        assertThat(backups).doesNotExist();
    }

    @Test
    void aFileGivesWayToAFolderAndAFolderToAFile() throws IOException {
        write("config/one.py", "1");
        write("plain", "2");
        Manifest target = snapshot();
        Files.delete(folder.resolve("config/one.py"));
        Files.delete(folder.resolve("config"));
        write("config", "now a file");
        Files.delete(folder.resolve("plain"));
        write("plain/deep/x.py", "now a folder");
        Files.createDirectories(folder.resolve("plain/empty/er"));

        RestorePlan plan = restoration().plan(folder, target);
        restoration().apply(plan);

        assertThat(plan.added()).containsExactly(path("config/one.py"), path("plain"));
        assertThat(plan.deleted()).containsExactly(path("config"), path("plain/deep/x.py"));
        assertThat(tree()).isEqualTo(Map.of("config/one.py", "1", "plain", "2"));
    }

    @Test
    void executableFilesComeBackAsSuchAndOtherBitsDoNotChange() throws IOException {
        Path script = write("run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        Path secretive = write("a.py", "1");
        Manifest target = snapshot();
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r-----"));
        write("a.py", "2");
        Files.setPosixFilePermissions(secretive, PosixFilePermissions.fromString("rwx------"));

        RestorePlan plan = restoration().plan(folder, target);
        restoration().apply(plan);

        assertThat(plan.overwritten()).containsExactly(path("a.py"), path("run.sh"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxr-x---");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secretive)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLinkOnTheWayIsRefusedAndNothingIsTouched() throws IOException {
        write("src/a.py", "1");
        write("b.py", "1");
        Manifest target = snapshot();
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.move(folder.resolve("src/a.py"), outside.resolve("a.py"));
        Files.delete(folder.resolve("src"));
        Files.createSymbolicLink(folder.resolve("src"), outside);
        write("b.py", "2");

        assertThatThrownBy(() -> restoration().plan(folder, target))
                .isInstanceOf(RunloreException.class)
                .hasMessage("'src' in " + folder + " is a link or a device, where the snapshot has something else;"
                        + " move it away; nothing was changed")
                .extracting("code")
                .isEqualTo(ErrorCode.WRONG_STATE);

        assertThat(tree()).isEqualTo(Map.of("b.py", "2"));
        assertThat(outside.resolve("a.py")).hasContent("1");
    }

    @Test
    void aLinkInAFilesPlaceIsRefused() throws IOException {
        write("a.py", "1");
        Manifest target = snapshot();
        Path outside = Files.writeString(temp.resolve("outside.txt"), "mine");
        Files.delete(folder.resolve("a.py"));
        Files.createSymbolicLink(folder.resolve("a.py"), outside);

        assertThatThrownBy(() -> restoration().plan(folder, target))
                .hasMessageContaining("'a.py' in " + folder + " is a link");
        assertThat(outside).hasContent("mine");
    }

    @Test
    void aLinkThatComesBetweenPlanAndRestoreIsRefused() throws IOException {
        write("src/a.py", "1");
        Manifest target = snapshot();
        write("src/a.py", "2");
        RestorePlan plan = restoration().plan(folder, target);
        Path outside = Files.move(folder.resolve("src"), temp.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("src"), outside);

        assertThatThrownBy(() -> restoration().apply(plan)).hasMessageContaining("'src' in " + folder + " is a link");
        assertThat(outside.resolve("a.py")).hasContent("2");
    }

    @Test
    void aFolderThatChangedSinceThePlanIsLeftAlone() throws IOException {
        write("a.py", "1");
        Manifest target = snapshot();
        write("a.py", "2");
        RestorePlan plan = restoration().plan(folder, target);
        write("late.py", "not in the plan");

        assertThatThrownBy(() -> restoration().apply(plan))
                .hasMessage("folder " + folder + " changed since it was looked at; nothing was changed;"
                        + " look at the plan again");
        assertThat(tree()).isEqualTo(Map.of("a.py", "2", "late.py", "not in the plan"));
    }

    @Test
    void aKeptFileInTheWayOfAFolderIsRefused() throws IOException {
        write("lib/a.py", "1");
        Manifest target = snapshot();
        Files.delete(folder.resolve("lib/a.py"));
        Files.delete(folder.resolve("lib"));
        write(".gitignore", "lib\n");
        write("lib", "ignored file");

        assertThatThrownBy(() -> restoration().plan(folder, target))
                .hasMessageContaining("'lib' in " + folder + " is a file that stays");
    }

    @Test
    void aFolderWithKeptFilesInTheWayOfAFileIsRefused() throws IOException {
        write("config", "1");
        Manifest target = snapshot();
        Files.delete(folder.resolve("config"));
        write("config/a.py", "goes");
        write("config/.env", "stays");

        assertThatThrownBy(() -> restoration().plan(folder, target))
                .hasMessage("'config/.env' in " + folder + " stays and is in the way of 'config' of the snapshot;"
                        + " move it away; nothing was changed");
        assertThat(tree()).isEqualTo(Map.of("config/a.py", "goes", "config/.env", "stays"));
    }

    @Test
    void aKeptNameThatDiffersByCapitalsIsRefusedAndOneThatGoesIsNot() throws IOException {
        write("readme.md", "then");
        Manifest target = snapshot();
        Files.delete(folder.resolve("readme.md"));
        write("README.md", "now");

        RestorePlan plan = restoration().plan(folder, target);
        assertThat(plan.added()).containsExactly(path("readme.md"));
        assertThat(plan.deleted()).containsExactly(path("README.md"));

        write(".gitignore", "README.md\n");
        assertThatThrownBy(() -> restoration().plan(folder, target))
                .hasMessageContaining("'README.md' in " + folder + " stays and is in the way of 'readme.md'");

        restoration().apply(restorationWithout(".gitignore", target));
        assertThat(tree()).isEqualTo(Map.of("readme.md", "then"));
    }

    private RestorePlan restorationWithout(String ignoreFile, Manifest target) throws IOException {
        Files.delete(folder.resolve(ignoreFile));
        return restoration().plan(folder, target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env",
                ".ssh/authorized_keys",
                "deep/.aws/credentials",
                ".venv/lib/site.pth",
                "env/lib/site.pth",
                "outputs/model.pkl",
                ".runlore-backup-1/0",
                ".npmrc",
                "sub/.hg/hgrc"
            })
    void namesThatNoSnapshotHasAreNeverWritten(String hostile) throws IOException {
        write("env/pyvenv.cfg", "home = /usr");
        Manifest target = new Manifest(List.of(file("a.py", "1"), file(hostile, "evil")));

        RestorePlan plan = restoration().plan(folder, target);
        restoration().apply(plan);

        assertThat(plan.kept()).containsExactly(path(hostile));
        assertThat(tree()).isEqualTo(Map.of("a.py", "1", "env/pyvenv.cfg", "home = /usr"));
    }

    @Test
    void aSnapshotThatWouldMakeAVirtualEnvironmentDoesNot() throws IOException {
        Manifest target = new Manifest(
                List.of(file("a.py", "1"), file("env/pyvenv.cfg", "home = /tmp"), file("env/bin/python", "evil")));

        RestorePlan plan = restoration().plan(folder, target);

        assertThat(plan.added()).containsExactly(path("a.py"));
        assertThat(plan.kept()).containsExactly(path("env/bin/python"), path("env/pyvenv.cfg"));
    }

    @Test
    void aDataFolderIsNoPlaceForASnapshot() throws IOException {
        write("runlore.db", "rows");
        Manifest target = new Manifest(List.of(file("a.py", "1")));

        assertThatThrownBy(() -> restoration().plan(folder, target))
                .hasMessage("folder " + folder + " is a data folder, which no snapshot is put into;"
                        + " choose another folder");
    }

    @Test
    void aDataFolderWithinTheProjectIsLeftAlone() throws IOException {
        write("a.py", "1");
        Manifest target = snapshot();
        write("history/runlore.db", "rows");
        write("history/blobs/ab/cd", "bytes");
        write("b.py", "2");

        restoration().apply(restoration().plan(folder, target));

        assertThat(tree()).isEqualTo(Map.of("a.py", "1", "history/runlore.db", "rows", "history/blobs/ab/cd", "bytes"));
    }

    @Test
    void bytesOfAnotherDigestChangeNothing() throws IOException {
        write("a.py", "1");
        write("b.py", "1");
        Manifest target = snapshot();
        write("a.py", "2");
        write("b.py", "2");
        blobs.put(Sha256.of(utf8("1")), utf8("evil"));

        assertThatThrownBy(() -> restoration().apply(restoration().plan(folder, target)))
                .hasMessageStartingWith(
                        "'a.py' was not written, and nothing in " + folder + " was changed; what was there is in "
                                + backups.resolve("iris-20260504-120000.zip") + ": the bytes of a.py must have SHA-256 "
                                + Sha256.of(utf8("1")));

        assertThat(tree()).isEqualTo(Map.of("a.py", "2", "b.py", "2"));
    }

    @Test
    void aDiskThatFillsUpChangesNothingAndLeavesTheBackup() throws IOException {
        write("a.py", "1");
        write("b.py", "22");
        Manifest target = snapshot();
        write("a.py", "3");
        write("b.py", "4");
        write("c.py", "5");
        SnapshotBytes full = (file, to) -> {
            if (file.path().value().equals("b.py")) {
                Files.write(to, utf8("2"));
                throw new IOException("No space left on device");
            }
            Files.write(to, blobs.get(file.sha256()));
        };
        Restoration restoration = new Restoration(full, backups, () -> NOON);
        RestorePlan plan = restoration.plan(folder, target);

        Path backup = backups.resolve("iris-20260504-120000.zip");
        assertThatThrownBy(() -> restoration.apply(plan))
                .hasMessageContaining("'b.py' was not written")
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("what was there is in " + backup + "; nothing in " + folder + " was changed");

        assertThat(tree()).isEqualTo(Map.of("a.py", "3", "b.py", "4", "c.py", "5"));
        assertThat(zip(backup)).isEqualTo(Map.of("a.py", "3", "b.py", "4", "c.py", "5"));
    }

    @Test
    void aFullDiskThatAServersClientMetIsToldAsOne() throws IOException {
        write("a.py", "1");
        Manifest target = snapshot();
        write("a.py", "2");
        SnapshotBytes full = (file, to) -> {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "no",
                    new FileSystemException(to.toString(), null, "No space left on device"));
        };
        Restoration restoration = new Restoration(full, backups, () -> NOON);
        RestorePlan plan = restoration.plan(folder, target);

        assertThatThrownBy(() -> restoration.apply(plan))
                .hasMessageStartingWith("'a.py' was not written: No space left on device; what was there is in ")
                .extracting(e -> ((RunloreException) e).code())
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void aRestoreThatStopsInTheMiddleSaysWhatIsDoneAndWhereTheBackupIs() throws IOException {
        write("a/x.py", "1");
        write("b/y.py", "1");
        Manifest target = snapshot();
        write("a/x.py", "2");
        write("b/y.py", "2");
        write("c.py", "3");
        // what comes last turns b into a link: the same as another program that works in the folder meanwhile
        SnapshotBytes meddling = (file, to) -> {
            Files.write(to, blobs.get(file.sha256()));
            if (file.path().value().equals("b/y.py")) {
                Files.move(folder.resolve("b"), temp.resolve("elsewhere"));
                Files.createSymbolicLink(folder.resolve("b"), temp.resolve("elsewhere"));
            }
        };
        Restoration restoration = new Restoration(meddling, backups, () -> NOON);
        RestorePlan plan = restoration.plan(folder, target);

        Path backup = backups.resolve("iris-20260504-120000.zip");
        assertThatThrownBy(() -> restoration.apply(plan))
                .hasMessage("the restore of " + folder + " stopped at 'b/y.py': " + folder.resolve("b")
                        + " has become a link or a file; before it 1 of 1 files were deleted and 1 of 2 written;"
                        + " what was there is in " + backup + "; make room and restore again");

        assertThat(tree()).isEqualTo(Map.of("a/x.py", "1"));
        assertThat(temp.resolve("elsewhere/y.py")).hasContent("2");
        assertThat(zip(backup)).isEqualTo(Map.of("a/x.py", "2", "b/y.py", "2", "c.py", "3"));
    }

    @Test
    void twoBackupsOfOneSecondAreTwoFiles() throws IOException {
        write("a.py", "1");
        Manifest target = snapshot();
        write("a.py", "2");
        Path first = restoration().apply(restoration().plan(folder, target)).orElseThrow();
        write("a.py", "3");
        Path second = restoration().apply(restoration().plan(folder, target)).orElseThrow();

        assertThat(first).hasFileName("iris-20260504-120000.zip");
        assertThat(second).hasFileName("iris-20260504-120000-2.zip");
        assertThat(zip(first)).isEqualTo(Map.of("a.py", "2"));
        assertThat(zip(second)).isEqualTo(Map.of("a.py", "3"));
    }

    private Restoration restoration() {
        return new Restoration((file, to) -> Files.write(to, blobs.get(file.sha256())), backups, () -> NOON);
    }

    private Manifest snapshot() throws IOException {
        FolderSnapshot snapshot = FolderSnapshot.take(folder);
        for (SnapshotFile file : snapshot.manifest().files()) {
            blobs.put(file.sha256(), Files.readAllBytes(snapshot.file(file.sha256())));
        }
        return snapshot.manifest();
    }

    private SnapshotFile file(String path, String text) {
        blobs.put(Sha256.of(utf8(text)), utf8(text));
        return new SnapshotFile(path(path), false, Sha256.of(utf8(text)), utf8(text).length);
    }

    private Path write(String path, String text) {
        return Folders.write(folder, path, text);
    }

    private Map<String, String> tree() throws IOException {
        return tree(folder);
    }

    private static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                tree.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return tree;
    }

    private static Map<String, String> zip(Path file) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (InputStream bytes = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private static ArtifactPath path(String path) {
        return new ArtifactPath(path);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
