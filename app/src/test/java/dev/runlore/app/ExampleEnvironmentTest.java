// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs that stand in for interpreters: what the real ones do is seen by the quickstart's own test. */
class ExampleEnvironmentTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private Path requirements;

    @BeforeEach
    void onAMachineWithAShell() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        requirements = Files.writeString(folder.resolve("requirements.txt"), "scikit-learn\n");
    }

    @Test
    void anInterpreterThatHasThePackagesIsUsedAsItIs() throws IOException {
        Path python = program("echo 3.11.7");
        assertThat(environment().interpreter(variables(python))).isEqualTo(python);
        assertThat(folder.resolve("environments")).doesNotExist();
    }

    @Test
    void withoutThemAnEnvironmentIsMadeOnceAndAHalfMadeOneAgain() throws IOException {
        Path python = program("""
                case "$*" in
                  *version_info*) echo 3.11.7 ;;
                  *venv*) echo "made" >>"$0.log"; for f in "$@"; do :; done
                    mkdir -p "$f/bin"; printf '#!/bin/sh\\necho "Collecting scikit-learn"' >"$f/bin/python"; chmod +x "$f/bin/python" ;;
                  *) exit 1 ;;
                esac""");
        Path made = environment().interpreter(variables(python));
        assertThat(made)
                .isEqualTo(environment().interpreter(variables(python)))
                .startsWith(folder.resolve("environments"));
        assertThat(said).contains("  Collecting scikit-learn");
        Files.delete(made.resolve("../../complete").normalize());
        environment().interpreter(variables(python));
        assertThat(Files.readAllLines(Path.of(python + ".log"))).containsExactly("made", "made");
    }

    @Test
    void whenInstallingFailsOneErrorSaysWhatIsNeededAndWhatTheInstallerSaid() throws IOException {
        Path python = program(
                "case \"$*\" in *version_info*) echo 3.11.7 ;; *venv*) echo no network here; exit 2 ;; *) exit 1 ;; esac");
        assertThatThrownBy(() -> environment().interpreter(variables(python)))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining(requirements.toString())
                .hasMessageContaining(python.toString())
                .hasMessageEndingWith("no network here");
    }

    @Test
    void aPythonThatIsTooOldOrAbsentIsSaid() throws IOException {
        Path python = program("exit 1");
        assertThatThrownBy(() -> environment().interpreter(variables(python)))
                .hasMessageContaining("RUNLORE_PYTHON")
                .hasMessageContaining("3.9");
        assertThatThrownBy(() -> environment().interpreter(Map.of("PATH", folder.toString())))
                .hasMessageContaining("Python 3.9 or newer");
    }

    private ExampleEnvironment environment() throws IOException {
        return new ExampleEnvironment(requirements, new DataFolder(folder), said::add);
    }

    private static Map<String, String> variables(Path python) {
        return Map.of("RUNLORE_PYTHON", python.toString());
    }

    private Path program(String body) throws IOException {
        Path file = Files.writeString(folder.resolve("python-of-test"), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
