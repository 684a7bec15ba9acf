// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionTest {
    private static final SnapshotId SNAPSHOT = new Manifest(List.of()).id();

    private static RunConfiguration configuration(
            Optional<String> script, List<String> command, List<String> arguments) {
        return new RunConfiguration(
                script.map(ArtifactPath::new),
                command,
                arguments,
                Map.of(),
                Optional.empty(),
                "local",
                Optional.empty(),
                Optional.empty(),
                RunConfiguration.PYTHON,
                List.of(),
                true,
                true);
    }

    private static RunConfiguration script(String path, String... arguments) {
        return configuration(Optional.of(path), List.of(), List.of(arguments));
    }

    private static RunConfiguration limited(Map<String, String> variables, String interpreter, Duration longest) {
        return new RunConfiguration(
                Optional.of(new ArtifactPath("a.py")),
                List.of(),
                List.of(),
                variables,
                Optional.of(interpreter),
                "local",
                Optional.of(longest),
                Optional.empty(),
                RunConfiguration.PYTHON,
                List.of(),
                true,
                true);
    }

    private static RunDraft run(RunStatus status) {
        RunDraft draft = RunDraft.of(new RunId("a"), "iris", User.named("anna"));
        return new RunDraft(
                draft.id(),
                draft.experiment(),
                draft.name(),
                draft.description(),
                draft.parent(),
                status,
                draft.script(),
                draft.arguments(),
                draft.target(),
                draft.user(),
                draft.host(),
                true,
                draft.at(),
                draft.tags(),
                draft.properties(),
                draft.params(),
                draft.origin());
    }

    private static Submission submission(RunDraft run, Map<String, String> surroundings) {
        return new Submission(run, script("a.py"), surroundings, Optional.of("/bin/python"), Launch.SERVER, List.of());
    }

    @Test
    void aConfigurationHasAScriptOrACommandAndSaysWhatTheRunRecords() {
        assertThat(script("src/a b.py", "-x", "$(id)\n").subject()).isEqualTo("src/a b.py");
        assertThat(script("src/a b.py", "-x", "$(id)\n").words()).containsExactly("-x", "$(id)\n");
        RunConfiguration command = configuration(Optional.empty(), List.of("python", "-c", "1"), List.of("a", ""));
        assertThat(command.subject()).isEqualTo("python");
        assertThat(command.words()).containsExactly("-c", "1", "a", "");
        assertThatThrownBy(() -> configuration(Optional.empty(), List.of(), List.of()))
                .hasMessageContaining("has neither");
        assertThatThrownBy(() -> configuration(Optional.of("a.py"), List.of("b"), List.of()))
                .hasMessageContaining("has both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../a.py", "a\\b.py", "", "a\nb"})
    void aScriptIsAFileOfTheSnapshot(String path) {
        assertThatThrownBy(() -> script(path)).isInstanceOf(RunloreException.class);
    }

    @Test
    void whatNoProcessCanBeGivenIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThat(limited(Map.of("A", "b=c\n"), "/bin/python", second).environmentVariables())
                .containsEntry("A", "b=c\n");
        assertThatThrownBy(() -> script("a.py", "nul\0")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> limited(Map.of("A=B", ""), "/bin/python", second))
                .hasMessageContaining("no '='");
        assertThatThrownBy(() -> limited(Map.of("", ""), "/bin/python", second)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> limited(Map.of("A", "\0"), "/bin/python", second))
                .hasMessageContaining("U+0000");
        assertThatThrownBy(() -> limited(Map.of(), "python", second)).hasMessageContaining("absolute path");
        assertThatThrownBy(() -> limited(Map.of(), "/bin/python", Duration.ofMillis(1_500)))
                .hasMessageContaining("but is 1.5");
        assertThatThrownBy(() -> limited(Map.of(), "/bin/python", Duration.ZERO))
                .hasMessageContaining("whole seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--index-url=http://x", "-e .", "a\nb", "", "a\rb"})
    void aRequirementIsOneLineThatIsNoOption(String line) {
        Optional<String> none = Optional.empty();
        assertThatThrownBy(() -> new Environment(List.of(line), List.of(), none, List.of(), false))
                .isInstanceOf(RunloreException.class);
        assertThatThrownBy(() -> new Environment(List.of(), List.of(line), none, List.of(), false))
                .isInstanceOf(RunloreException.class);
        assertThatThrownBy(() -> new Environment(List.of(), List.of(), none, List.of(line), false))
                .isInstanceOf(RunloreException.class);
        assertThatThrownBy(() -> new Environment(List.of(), List.of(), Optional.of(line), List.of(), false))
                .hasMessageContaining("such as 3.11");
    }

    @Test
    void aSubmissionStartsARunOfASnapshot() {
        Submission submission = submission(run(RunStatus.NotStarted).withSnapshot(SNAPSHOT), Map.of("PATH", "/bin"));

        assertThat(submission.surroundings()).containsExactly(Map.entry("PATH", "/bin"));
        assertThatThrownBy(() -> submission(run(RunStatus.NotStarted), Map.of()))
                .hasMessageContaining("must name its snapshot");
        assertThatThrownBy(() -> submission(run(RunStatus.Running).withSnapshot(SNAPSHOT), Map.of()))
                .hasMessageContaining("must be NotStarted");
    }

    @Test
    void onlyTheVariablesThatAnInterpreterNeedsTravel() {
        RunDraft run = run(RunStatus.NotStarted).withSnapshot(SNAPSHOT);

        assertThatThrownBy(() -> submission(run, Map.of("AWS_SECRET_ACCESS_KEY", "x")))
                .hasMessageContaining("but have 'AWS_SECRET_ACCESS_KEY'")
                .hasMessageNotContaining("x;");
    }

    @Test
    void aLaunchHasItsWordOnTheWire() {
        assertThat(Launch.parse("submitter")).isEqualTo(Launch.SUBMITTER);
        assertThat(Launch.SERVER.word()).isEqualTo("server");
        assertThatThrownBy(() -> Launch.parse("SERVER")).hasMessageContaining("must be server or submitter");
    }
}
