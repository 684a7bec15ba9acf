// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private static final String LIVE = "http://127.0.0.1:6001";

    @TempDir
    Path folder;

    private Path home;
    private Path project;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeFolders() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        project = Files.createDirectories(folder.resolve("work/project"));
    }

    @Test
    void theDataFolderIsTheArgumentThenTheVariableThenBelowHome() {
        assertThat(places().dataFolder()).isEqualTo(home.resolve(".runlore"));
        environment.put("RUNLORE_HOME", folder.resolve("other").toString());
        assertThat(places().dataFolder()).isEqualTo(folder.resolve("other"));
        assertThat(Places.of(environment, home, project, Optional.of(Path.of("data")))
                        .dataFolder())
                .isEqualTo(project.resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".azureml/config.json", "aml_config/config.json", "config.json"})
    void aProjectFileOfThisOrAFolderAboveNamesTheServer(String name) throws IOException {
        write(
                folder.resolve("work").resolve(name),
                "{\"runlore_url\": \"http://above:1/\", \"workspace_name\": \"w\"}");
        assertThat(url()).isEqualTo("http://above:1");
        write(project.resolve(name), "{\"runlore_url\": \"http://here:1\"}");
        assertThat(url()).isEqualTo("http://here:1");
    }

    @Test
    void theFirstHitWins() throws IOException {
        try (FileLock live = live()) {
            assertThat(live.isValid()).isTrue();
            assertThat(url()).isEqualTo(LIVE);
            write(home.resolve(".runlore/config.json"), "{\"runlore_url\": \"http://user:1\"}");
            assertThat(url()).isEqualTo("http://user:1");
            write(project.resolve("config.json"), "{\"runlore_url\": \"http://project:1\"}");
            assertThat(url()).isEqualTo("http://project:1");
            environment.put("RUNLORE_URL", "http://variable:1");
            assertThat(url()).isEqualTo("http://variable:1");
            assertThat(places().server(Optional.of("http://argument:1"))
                            .orElseThrow()
                            .url())
                    .hasToString("http://argument:1");
        }
    }

    @Test
    void aFileThatIsNotOursNamesNothing() throws IOException {
        write(project.resolve("config.json"), "{// a comment\n}");
        write(project.resolve(".azureml/config.json"), "{\"subscription_id\": \"s\"}");
        write(project.resolve("aml_config/config.json"), "[1, 2]");
        assertThat(places().server(Optional.empty())).isEmpty();
    }

    @Test
    void theTokenOfTheEnvironmentGoesToArgumentAndVariableOnly() throws IOException {
        environment.put("RUNLORE_TOKEN", "from-environment");
        assertThat(places().server(Optional.of("http://a:1")).orElseThrow().token())
                .contains("from-environment");
        environment.put("RUNLORE_URL", "http://b:1");
        assertThat(token()).contains("from-environment");
        environment.remove("RUNLORE_URL");
        write(project.resolve("config.json"), "{\"runlore_url\": \"http://evil:1\"}");
        assertThat(url()).isEqualTo("http://evil:1");
        assertThat(token()).isEmpty();
    }

    @Test
    void theTokenOfMlflowIsTakenWhenThereIsNoneOfOurs() {
        environment.put("RUNLORE_URL", "http://b:1");
        environment.put("MLFLOW_TRACKING_TOKEN", "of-mlflow");
        assertThat(token()).contains("of-mlflow");
        environment.put("RUNLORE_TOKEN", "of-runlore");
        assertThat(token()).contains("of-runlore");
    }

    @Test
    void aProjectFileGetsOnlyTheTokenThatTheUserKeepsForThatUrl() throws IOException {
        write(home.resolve(".runlore/token"), "of-the-data-folder\n");
        write(home.resolve(".runlore/config.json"), "{\"tokens\": {\"http://known:1/\": \"kept\"}}");
        write(project.resolve("config.json"), "{\"runlore_url\": \"http://evil:1\"}");
        assertThat(token()).isEmpty();
        write(project.resolve("config.json"), "{\"runlore_url\": \"http://known:1\"}");
        assertThat(token()).contains("kept");
    }

    @Test
    void theTokenFileGoesToTheLiveServerOnly() throws IOException {
        try (FileLock live = live()) {
            assertThat(live.isValid()).isTrue();
            write(home.resolve(".runlore/token"), "secret\n");
            assertThat(token()).contains("secret");
            assertThat(places().server(Optional.of(LIVE)).orElseThrow().token()).contains("secret");
            assertThat(places().server(Optional.of("http://127.0.0.1:6002"))
                            .orElseThrow()
                            .token())
                    .isEmpty();
            write(project.resolve("config.json"), "{\"runlore_url\": \"" + LIVE + "\"}");
            assertThat(token()).isEmpty();
        }
    }

    @Test
    void aServerFileThatNobodyLocksIsNoServer() throws IOException {
        try (FileLock live = live()) {
            assertThat(places().live()).isPresent();
            live.release();
            assertThat(places().live()).isEmpty();
        }
    }

    @Test
    void aServerFileOfADeadProcessIsNoServer() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        write(home.resolve(".runlore/server.json"), serverFile(dead.pid()));
        assertThat(places().live()).isEmpty();
    }

    @Test
    void aSpoolsUrlGetsTheTokenOfTheServerInUseOrItsOwn() throws IOException {
        write(home.resolve(".runlore/config.json"), "{\"tokens\": {\"http://known:1\": \"kept\"}}");
        Optional<Place> inUse = Optional.of(new Place(Place.parse("http://used:1"), Optional.of("in-use"), "argument"));
        assertThat(places().serverAt("http://used:1/", inUse).token()).contains("in-use");
        assertThat(places().serverAt("http://known:1", inUse).token()).contains("kept");
        assertThat(places().serverAt("http://other:1", inUse).token()).isEmpty();
    }

    @Test
    void spoolsAreLookedForInEveryFolderThatMayHoldThem() throws IOException {
        environment.put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
        environment.put(
                "RUNLORE_SPOOL",
                Files.createDirectories(folder.resolve("named")).toString());
        Files.createDirectories(home.resolve(".runlore/spool"));
        Path temp = folder.resolve("tmp/runlore-spool-" + Files.getAttribute(home, "unix:uid"));
        Files.createDirectory(temp);
        Files.setPosixFilePermissions(temp, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(places().spoolFolders()).containsExactly(folder.resolve("named"), home.resolve(".runlore/spool"));
        Files.setPosixFilePermissions(temp, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        assertThat(places().spoolFolders())
                .containsExactly(folder.resolve("named"), home.resolve(".runlore/spool"), temp);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a",
                "http://",
                "a:1",
                "http://user:pass@a:1",
                "http://a:1?x=1",
                "http://a:1#x",
                "http://a b"
            })
    void aTextThatIsNoServersUrlIsRefusedWithoutItsPassword(String url) {
        assertThatThrownBy(() -> Place.of(url, "argument"))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("server URL must be like")
                .hasMessageNotContaining("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1,true",
        "http://localhost,true",
        "http://[::1]:1,true",
        "http://127.evil.org:1,false",
        "http://10.0.0.1,false"
    })
    void onlyThisMachineIsLoopback(String url, boolean loopback) {
        assertThat(Place.of(url, "argument").isLoopback()).isEqualTo(loopback);
    }

    private Places places() {
        return Places.of(environment, home, project, Optional.empty());
    }

    private String url() {
        return places().server(Optional.empty()).orElseThrow().url().toString();
    }

    private Optional<String> token() {
        return places().server(Optional.empty()).orElseThrow().token();
    }

    /** A live server of this very process; closing the lock's channel ends it. */
    private FileLock live() throws IOException {
        Path file = home.resolve(".runlore/server.json");
        write(file, serverFile(ProcessHandle.current().pid()));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        return channel.lock(0, 1, false);
    }

    private static String serverFile(long pid) {
        return "{\"url\": \"" + LIVE + "\", \"pid\": " + pid + ", \"version\": \"1\"}";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }
}
