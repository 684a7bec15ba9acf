// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAnythingAServerIsOnLoopbackAndNeedsNoToken() throws IOException {
        Settings settings = read(Map.of(), Map.of(), "");
        assertThat(settings.port()).isEqualTo(5055);
        assertThat(settings.bind().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.tokenRequired()).isFalse();
        assertThat(settings.allowedHosts()).isEmpty();
        assertThat(settings.idleStop()).isEmpty();
        assertThat(settings.parallelJobs()).isEqualTo(4);
        assertThat(settings.runTableMiB()).isEqualTo(256);
        assertThat(settings.pathPrefix()).isEmpty();
    }

    @Test
    void aFlagWinsOverAVariableAndThatOverTheFile() throws IOException {
        String file = "port=1\nauth=token\nidle-stop=3\nallowed-hosts=a.example, b.example\n";
        Settings settings = read(
                Map.of(Setting.PORT, "3"),
                Map.of("RUNLORE_PORT", "2", "RUNLORE_IDLE_STOP", "2", "RUNLORE_PARALLEL_JOBS", "7"),
                file);
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.idleStop()).contains(Duration.ofMinutes(2));
        assertThat(settings.parallelJobs()).isEqualTo(7);
        assertThat(settings.tokenRequired()).isTrue();
        assertThat(settings.allowedHosts()).containsExactly("a.example", "b.example");
    }

    @Test
    void anAddressOfTheNetworkNeedsTheToken() throws IOException {
        assertThatThrownBy(() -> read(Map.of(Setting.BIND, "0.0.0.0"), Map.of(), ""))
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("--auth token");
        assertThat(read(Map.of(Setting.BIND, "0.0.0.0", Setting.AUTH, "token"), Map.of(), "")
                        .tokenRequired())
                .isTrue();
    }

    @Test
    void aWrongValueIsNamedWithItsRule() throws IOException {
        assertThatThrownBy(() -> read(Map.of(Setting.PORT, "65536"), Map.of(), ""))
                .hasMessageContaining("port must be a number from 0 to 65535 but is '65536'");
        assertThatThrownBy(() -> read(Map.of(), Map.of("RUNLORE_PORT", "-1"), ""))
                .hasMessageContaining("RUNLORE_PORT");
        assertThatThrownBy(() -> read(Map.of(Setting.PARALLEL_JOBS, "0"), Map.of(), ""))
                .hasMessageContaining("parallel-jobs must be a number from 1 to 1000 but is '0'");
        assertThatThrownBy(() -> read(Map.of(Setting.RUN_TABLE_MEMORY, "1 GiB"), Map.of(), ""))
                .hasMessageContaining("run-table-memory must be a number from 0 to 1000000 but is '1 GiB'");
        assertThat(read(Map.of(Setting.RUN_TABLE_MEMORY, "0"), Map.of(), "").runTableMiB())
                .isZero();
        for (String prefix :
                List.of("tracking", "/a b", "/..", "/a//b", "/api", "/runs/x", "/%2e", "/a?b", "/" + "x".repeat(200))) {
            assertThatThrownBy(() -> read(Map.of(Setting.PATH_PREFIX, prefix), Map.of(), ""))
                    .hasMessageStartingWith("path-prefix must be a path")
                    .hasMessageContaining("RUNLORE_PATH_PREFIX");
        }
        assertThat(read(Map.of(), Map.of("RUNLORE_PATH_PREFIX", "/a/b.c/"), "").pathPrefix())
                .isEqualTo("/a/b.c");
        assertThatThrownBy(() -> read(Map.of(Setting.AUTH, "password"), Map.of(), ""))
                .hasMessageContaining("'password'");
        assertThatThrownBy(() -> read(Map.of(), Map.of(), "prot=5\n"))
                .hasMessageContaining("unknown key 'prot'")
                .hasMessageContaining("port");
    }

    private Settings read(Map<Setting, String> flags, Map<String, String> environment, String file) throws IOException {
        Path properties = Files.writeString(folder.resolve("runlore.properties"), file);
        return Settings.read(flags, environment, properties);
    }
}
