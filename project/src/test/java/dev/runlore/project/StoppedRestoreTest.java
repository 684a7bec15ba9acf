// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores that are killed, that meet, and whose backups somebody needs. */
class StoppedRestoreTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir
    Path temp;

    private Path source;
    private Path folder;
    private Path backups;
    private FolderSnapshot wanted;

    @BeforeEach
    void makeFolders() throws IOException {
        source = Files.createDirectory(temp.resolve("source")).toRealPath();
        folder = Files.createDirectory(temp.resolve("iris")).toRealPath();
        backups = temp.resolve("backups");
        Folders.write(source, "a.py", "1");
        Folders.write(source, "z.py", "26");
        wanted = FolderSnapshot.take(source);
        Folders.write(folder, "a.py", "mine");
    }

    private Restoration restoration(SnapshotBytes bytes) {
        return new Restoration(bytes, backups, () -> NOON);
    }

    private Restoration restoration() {
        return restoration((file, to) -> Files.copy(wanted.file(file.sha256()), to));
    }

    private Path kill() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppingMain.class.getName(),
                        source.toString(),
                        folder.toString(),
                        backups.toString())
                .inheritIO()
                .start();
        assertThat(other.waitFor()).isEqualTo(137);
        try (Stream<Path> made = Files.list(backups)) {
            return made.findFirst().orElseThrow();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatAKilledRestoreLeftIsToldWithItsBackupAndRemovedByTheNext() throws Exception {
        assertThat(restoration().findStopped(folder)).isEmpty();
        Path backup = kill();
        assertThat(names()).containsExactly(".runlore-backup-restore", "a.py");
        assertThat(folder.resolve("a.py")).hasContent("mine");

        assertThat(restoration().findStopped(folder).orElseThrow().sentence())
                .isEqualTo("an earlier restore of " + folder
                        + " was stopped before its end; what it overwrote or deleted is in " + backup);
        assertThat(FolderSnapshot.take(folder).manifest().files()).hasSize(1);
        restoration().apply(restoration().plan(folder, wanted.manifest()));

        assertThat(names()).containsExactly("a.py", "z.py");
        assertThat(folder.resolve("a.py")).hasContent("1");
        assertThat(backup).exists();
        assertThat(restoration().findStopped(folder)).isEmpty();
    }

    @Test
    void aRestoreThatHasNothingToDoRemovesItToo() throws Exception {
        kill();
        Folders.write(folder, "a.py", "1");
        Folders.write(folder, "z.py", "26");

        RestorePlan plan = restoration().plan(folder, wanted.manifest());
        assertThat(plan.isDone()).isTrue();
        assertThat(restoration().apply(plan)).isEmpty();

        assertThat(names()).containsExactly("a.py", "z.py");
    }

    @Test
    void aRestoreWhileAnotherIsUnderWayIsRefusedAndTheFirstOneGoesOn() throws IOException {
        List<Throwable> refused = new ArrayList<>();
        RestorePlan plan = restoration().plan(folder, wanted.manifest());
        Restoration slow = restoration((file, to) -> {
            Files.copy(wanted.file(file.sha256()), to);
            try {
                restoration().apply(plan);
            } catch (RunloreException e) {
                refused.add(e);
            }
        });

        slow.apply(plan);

        assertThat(refused)
                .hasSize(2)
                .allSatisfy(e -> assertThat(e)
                        .hasMessage("another restore of " + folder + " is under way; wait for its end, and look again")
                        .extracting(it -> ((RunloreException) it).code())
                        .isEqualTo(ErrorCode.WRONG_STATE));
        assertThat(names()).containsExactly("a.py", "z.py");
        assertThat(folder.resolve("a.py")).hasContent("1");
        try (Stream<Path> made = Files.list(backups)) {
            assertThat(made).hasSize(1);
        }
    }

    @Test
    void aLinkInThePlaceOfTheStagingFolderIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Folders.write(elsewhere, "lock", "");
        Folders.write(elsewhere, "precious", "1");
        Files.createSymbolicLink(folder.resolve(".runlore-backup-restore"), elsewhere);

        RestorePlan plan = restoration().plan(folder, wanted.manifest());
        assertThat(restoration().findStopped(folder)).isEmpty();
        assertThatThrownBy(() -> restoration().apply(plan)).hasMessageContaining("is a link or a file");

        assertThat(elsewhere.resolve("precious")).hasContent("1");
        assertThat(folder.resolve("a.py")).hasContent("mine");
    }

    @Test
    void aBackupKeepsWhoMayExecute() throws IOException {
        Path run = Folders.write(folder, "run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));

        Path zip = restoration()
                .apply(restoration().plan(folder, wanted.manifest()))
                .orElseThrow();

        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
            assertThat(Files.getPosixFilePermissions(files.getPath("run.sh")))
                    .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(Files.getPosixFilePermissions(files.getPath("a.py")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(files.getPath("run.sh")).hasContent("#!/bin/sh");
            assertThat(files.getPath("a.py")).hasContent("mine");
        }
    }

    @Test
    void onlyAWholeBackupHasTheNameOfOne() throws IOException {
        RestorePlan plan = restoration().plan(folder, wanted.manifest());
        Files.createDirectories(backups);
        Files.createFile(backups.resolve("iris-20260504-120000.zip.part"));

        assertThat(restoration().apply(plan)).contains(backups.resolve("iris-20260504-120000-2.zip"));
    }
}
