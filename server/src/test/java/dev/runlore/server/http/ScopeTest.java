// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    private final Map<RunId, RunId> parents = new HashMap<>();
    private final Scope own = Scope.of(new RunId("own"), run -> Optional.ofNullable(parents.get(run)));

    private void parent(String run, String parent) {
        parents.put(new RunId(run), new RunId(parent));
    }

    private void family() {
        parent("own", "above");
        parent("child", "own");
        parent("grandchild", "child");
        parent("sibling", "above");
        parent("of-sibling", "sibling");
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "child", "grandchild"})
    void aRunAndWhatLiesBelowItMayBeWritten(String run) {
        family();

        assertThat(own.covers(new RunId(run))).isTrue();
        assertThatCode(() -> own.require(new RunId(run))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"above", "sibling", "of-sibling", "stranger", "Own"})
    void whatLiesAboveOrBesideItMayNot(String run) {
        family();

        assertThat(own.covers(new RunId(run))).isFalse();
        assertThatThrownBy(() -> own.require(new RunId(run)))
                .isInstanceOfSatisfying(
                        RunloreException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
                .hasMessage(
                        "the token of run 'own' reads everything and writes that run and those below it only; use the"
                                + " token of the server's data folder for this");
        assertThatThrownBy(own::requireAll).isInstanceOf(RunloreException.class);
    }

    @Test
    void aRunThatIsMovedAwayIsNoLongerCovered() {
        family();
        parent("child", "above");

        assertThat(own.covers(new RunId("child"))).isFalse();
        assertThat(own.covers(new RunId("grandchild"))).isFalse();
    }

    @Test
    void runsThatAreEachOthersChildrenBelongToNobodyElse() {
        parent("a", "b");
        parent("b", "a");

        assertThat(own.covers(new RunId("a"))).isFalse();

        parent("b", "own");
        parent("own", "a");

        assertThat(own.covers(new RunId("a"))).isTrue();
    }

    @Test
    void aHundredLevelsAreLookedThrough() {
        parent("level-1", "own");
        for (int level = 2; level <= 101; level++) {
            parent("level-" + level, "level-" + (level - 1));
        }

        assertThat(own.covers(new RunId("level-100"))).isTrue();
        assertThat(own.covers(new RunId("level-101"))).isFalse();
    }

    @Test
    void theDataFoldersTokenWritesEverything() {
        assertThat(Scope.ALL.covers(new RunId("any"))).isTrue();
        assertThatCode(Scope.ALL::requireAll).doesNotThrowAnyException();
    }
}
