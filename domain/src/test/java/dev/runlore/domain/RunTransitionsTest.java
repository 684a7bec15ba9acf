// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static dev.runlore.domain.RunStatus.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunTransitionsTest {

    @Test
    void aRunGoesThroughItsStagesInOrder() {
        List<RunStatus> way =
                List.of(NotStarted, Queued, Preparing, Provisioning, Starting, Running, Finalizing, Completed);
        for (int i = 1; i < way.size(); i++) {
            assertThat(RunTransitions.isLegal(way.get(i - 1), way.get(i)))
                    .as("%s to %s", way.get(i - 1), way.get(i))
                    .isTrue();
        }
    }

    @Test
    void theSameStatusAgainIsLegal() {
        for (RunStatus status : RunStatus.values()) {
            assertThat(RunTransitions.isLegal(status, status)).isTrue();
        }
    }

    @Test
    void everyLiveRunCanBeCanceledFailAndComplete() {
        for (RunStatus status : RunStatus.values()) {
            if (!status.isTerminal()) {
                assertThat(List.of(CancelRequested, Canceled, Failed, Completed))
                        .allSatisfy(end -> assertThat(RunTransitions.isLegal(status, end))
                                .as("%s to %s", status, end)
                                .isTrue());
            }
        }
    }

    @Test
    void anEndIsLeftOnlyByResumeAndByFailAfterCompleted() {
        for (RunStatus end : List.of(Completed, Failed, Canceled)) {
            for (RunStatus next : RunStatus.values()) {
                boolean legal = end == next || end == Completed && next == Failed;
                assertThat(RunTransitions.isLegal(end, next))
                        .as("%s to %s", end, next)
                        .isEqualTo(legal);
            }
            assertThat(RunTransitions.isResumable(end)).isTrue();
        }
    }

    @Test
    void silenceAndPauseAreLeftTowardsRunning() {
        assertThat(RunTransitions.isLegal(Running, NotResponding)).isTrue();
        assertThat(RunTransitions.isLegal(NotResponding, Running)).isTrue();
        assertThat(RunTransitions.isLegal(Running, Pausing)).isTrue();
        assertThat(RunTransitions.isLegal(Pausing, Paused)).isTrue();
        assertThat(RunTransitions.isLegal(Paused, Running)).isTrue();
    }

    @Test
    void aRunningRunDoesNotGoBackToTheQueue() {
        assertThat(RunTransitions.isLegal(Running, Queued)).isFalse();
        assertThat(RunTransitions.isLegal(Running, NotStarted)).isFalse();
        assertThat(RunTransitions.isLegal(CancelRequested, Running)).isFalse();
    }
}
