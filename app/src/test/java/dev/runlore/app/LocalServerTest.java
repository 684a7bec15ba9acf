// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServerTest {
    @TempDir
    private Path folder;

    @Test
    void itAnswersWhereItsFileSaysAndEmptiesTheFileAtTheEnd() throws IOException {
        Path file = folder.resolve("server.json");
        try (LocalServer server = start("0")) {
            assertThat(Files.size(file)).isPositive();
            assertThat(new RunloreClient(new Place(server.url(), Optional.empty(), "test")).isHealthy())
                    .isTrue();
        }
        assertThat(Files.readString(file)).isEmpty();
    }

    @Test
    void aServedFolderIsRefusedAndSaysByWhom() throws IOException {
        try (LocalServer server = start("0")) {
            assertThatThrownBy(() -> start("0"))
                    .isInstanceOfSatisfying(
                            RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContaining(folder.toRealPath().toString())
                    .hasMessageContaining("--data");
            assertThat(server.url().getPort()).isPositive();
        }
    }

    @Test
    void aTakenPortIsRefusedAndTheFolderIsFreeAgain() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> start(port))
                    .isInstanceOfSatisfying(
                            RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("--port");
        }
        start("0").close();
    }

    private LocalServer start(String port) throws IOException {
        DataFolder data = DataFolder.open(folder);
        return LocalServer.start(data, Settings.read(Map.of(Setting.PORT, port), Map.of(), data.properties()));
    }
}
