// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.RunFieldParser;
import dev.runlore.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTableTest {
    private static final int RUNS = 100;
    private static final RunField LOSS = RunFieldParser.parse("metrics.loss");
    private static final RunField RATE = RunFieldParser.parse("params.lr");
    private static final RunField NOTE = RunFieldParser.parse("tags.note");

    @TempDir
    private Path folder;

    private final RunChanges changes = new RunChanges();
    private final List<Runnable> waiting = new ArrayList<>();
    private Readers readers;

    @BeforeEach
    void fill() {
        try (Store store = TestingStores.openWithoutColumns(folder, InstantSource.system())) {
            for (int i = 1; i <= RUNS; i++) {
                RunId run = new RunId("r" + i);
                store.runs()
                        .append(
                                run,
                                Writer.DIRECT,
                                List.of(
                                        new RunRecord.Create(
                                                RunDraft.of(run, "iris", User.named("anna")), WriterFacts.UNKNOWN),
                                        new RunRecord.Parameter("lr", Cell.of(i * 0.5)),
                                        new RunRecord.Tag("note", Optional.of("n".repeat(4_000) + i))));
            }
        }
        readers = new Readers(new Database(folder));
    }

    @AfterEach
    void close() {
        readers.close();
    }

    private RunTable table(long bytes) {
        return new RunTable(readers, changes, 1, bytes, waiting::add);
    }

    private void loadWhatWaits() {
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    private static boolean answers(RunTable table, Readers readers, RunField... fields) {
        return readers.read(session -> table.ask(session, Set.of(fields), Map::size))
                .isPresent();
    }

    @Test
    void aColumnAnswersOnceItIsLoadedAndIsLoadedOnce() {
        RunTable table = table(1_000_000);
        table.want(Set.of(LOSS, RATE));
        table.want(Set.of(RATE));
        assertThat(answers(table, readers, RATE)).isFalse();
        assertThat(waiting).hasSize(1);

        loadWhatWaits();

        assertThat(answers(table, readers, LOSS, RATE)).isTrue();
        assertThat(answers(table, readers, LOSS, Attribute.ID)).isFalse();
        table.want(Set.of(LOSS, RATE));
        assertThat(waiting).isEmpty();
    }

    @Test
    void theLeastLatelyUsedColumnGoesFirst() {
        RunTable table = table(30_000);
        List<RunField> fields = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RunField field = RunFieldParser.parse("metrics.m" + i);
            fields.add(field);
            table.want(Set.of(RATE, field));
            loadWhatWaits();
            assertThat(answers(table, readers, RATE, field)).isTrue();
        }

        assertThat(answers(table, readers, fields.getFirst())).isFalse();
        assertThat(answers(table, readers, fields.getLast(), RATE)).isTrue();
    }

    @Test
    void whatDoesNotFitIsNotLoadedAgainAndLeavesTheOthersInPlace() {
        RunTable table = table(200_000);
        table.want(Set.of(RATE));
        loadWhatWaits();

        table.want(Set.of(RATE, NOTE));
        loadWhatWaits();

        assertThat(answers(table, readers, RATE, NOTE)).isFalse();
        assertThat(answers(table, readers, RATE)).isTrue();
        table.want(Set.of(RATE, NOTE));
        assertThat(waiting).isEmpty();
    }

    @Test
    void withoutMemoryNothingIsLoaded() {
        RunTable table = table(0);
        table.want(Set.of(RATE));

        assertThat(waiting).isEmpty();
        assertThat(answers(table, readers, RATE)).isFalse();
    }

    @Test
    void afterManyChangesAColumnIsLoadedAnew() {
        RunTable table = table(1_000_000);
        table.want(Set.of(RATE));
        loadWhatWaits();
        for (long run = 1; run <= 3_000; run++) {
            changes.announce(Set.of(run));
            changes.finish();
        }

        assertThat(answers(table, readers, RATE)).isFalse();
        table.want(Set.of(RATE));
        loadWhatWaits();
        assertThat(answers(table, readers, RATE)).isTrue();
    }

    @Test
    void aChangeThatIsNotFinishedIsReadAgainNextTime() {
        changes.announce(Set.of(3L, 7L));
        assertThat(changes.since(changes.finished())).containsExactly(3, 7);

        changes.finish();

        assertThat(changes.since(0)).containsExactly(3, 7);
        assertThat(changes.since(changes.finished())).isEmpty();
        changes.announce(Set.of(7L));
        assertThat(changes.since(changes.finished())).containsExactly(7);
    }

    @Test
    void aRunOfAnEnormousKeyLeavesTheRunsToTheDatabase() {
        RunTable table = table(1_000_000);
        table.want(Set.of(RATE));
        loadWhatWaits();
        assertThat(answers(table, readers, RATE)).isTrue();

        changes.announce(Set.of(Long.MAX_VALUE));
        changes.finish();

        assertThat(answers(table, readers, RATE)).isFalse();
    }
}
