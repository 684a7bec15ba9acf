// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Dataset;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.UsedDataset;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.RunColumnParser;
import dev.runlore.domain.filter.RunOrderParser;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Datasets of runs: stored once an experiment, and asked about. */
public abstract class DatasetContract extends StoreContract {
    private static final RunId OTHER = new RunId("other");
    private static final RunId NONE = new RunId("none");

    private static UsedDataset used(String name, String digest, String context) {
        Dataset dataset = new Dataset(
                name, digest, "local", "{\"path\": \"" + name + "\"}", Optional.of("[é]"), Optional.of("{}"));
        return new UsedDataset(dataset, Optional.of(context), Map.of("of", "spring", "b", ""));
    }

    private List<UsedDataset> of(RunId run) {
        return store.runs().datasets(List.of(run)).getOrDefault(run, List.of());
    }

    private List<String> found(String filter) {
        RunQuery query = new RunQuery(
                Optional.empty(), FilterParser.parse(filter), Optional.empty(), Archived.NO, 100, Optional.empty());
        return store.runs().list(query).items().stream()
                .map(Run::id)
                .map(RunId::value)
                .sorted()
                .toList();
    }

    @Test
    void aRunHasItsDatasetsInTheOrderOfTheirFirstUse() {
        createRun(RUN);
        direct(
                RUN,
                new RunRecord.UseDataset(used("b", "2", "train")),
                new RunRecord.UseDataset(used("a", "1", "eval")));
        reopen();

        assertThat(of(RUN)).containsExactly(used("b", "2", "train"), used("a", "1", "eval"));
        assertThat(store.runs().datasets(List.of(NONE))).isEqualTo(Map.of(NONE, List.of()));
    }

    @Test
    void whatARunUsesAlreadyChangesNothing() {
        createRun(RUN);
        direct(RUN, new RunRecord.UseDataset(used("a", "1", "train")));
        long revision = run(RUN).revision();

        direct(RUN, new RunRecord.UseDataset(used("a", "1", "eval")));

        assertThat(of(RUN)).containsExactly(used("a", "1", "train"));
        assertThat(run(RUN).revision()).isEqualTo(revision);
    }

    @Test
    void theFirstDescriptionOfADatasetStays() {
        createRun(RUN);
        createRun(OTHER);
        Dataset other = new Dataset("a", "1", "code", "elsewhere", Optional.empty(), Optional.empty());
        direct(RUN, new RunRecord.UseDataset(used("a", "1", "train")));
        direct(OTHER, new RunRecord.UseDataset(new UsedDataset(other, Optional.empty(), Map.of())));

        assertThat(of(OTHER))
                .containsExactly(new UsedDataset(used("a", "1", "").dataset(), Optional.empty(), Map.of()));
    }

    @Test
    void aConditionIsTrueWhenItIsTrueOfOneDataset() {
        for (RunId run : List.of(RUN, OTHER, NONE)) {
            createRun(run);
        }
        direct(
                RUN,
                new RunRecord.UseDataset(used("a", "1", "train")),
                new RunRecord.UseDataset(used("b", "2", "eval")));
        direct(OTHER, new RunRecord.UseDataset(used("a", "3", "eval")));

        assertThat(found("datasets.name = 'a'")).containsExactly("other", RUN.value());
        assertThat(found("datasets.name = 'b'")).containsExactly(RUN.value());
        assertThat(found("datasets.name != 'a'")).containsExactly(RUN.value());
        assertThat(found("not datasets.name = 'b'")).containsExactly("other");
        assertThat(found("datasets.name = 'a' and datasets.context = 'train'")).containsExactly(RUN.value());
        assertThat(found("datasets.name = 'b' and datasets.context = 'train'")).containsExactly(RUN.value());
        assertThat(found("datasets.digest in ('3', '9')")).containsExactly("other");
        assertThat(found("datasets.digest like '%'")).containsExactly("other", RUN.value());
        assertThat(found("datasets.name is null")).containsExactly("none");
        assertThat(found("datasets.name is not null and metrics.loss is null")).containsExactly("other", RUN.value());
    }

    @Test
    void runsAreNeitherSortedNorListedNorGroupedByDatasets() {
        assertThatThrownBy(() -> RunOrderParser.parse("datasets.name desc"))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("a run may have several datasets.name");
        assertThatThrownBy(() -> RunColumnParser.parse("id, datasets.name"))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("a run may have several datasets.name");
        assertThatThrownBy(() -> FilterParser.parse("datasets.size = '1'"))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("a dataset has name, digest and context but not size");
    }

    @Test
    void purgingTheLastUserForgetsTheDataset() {
        createRun(RUN);
        createRun(OTHER);
        direct(RUN, new RunRecord.UseDataset(used("a", "1", "train")));
        direct(
                OTHER,
                new RunRecord.UseDataset(used("a", "1", "eval")),
                new RunRecord.UseDataset(used("b", "1", "eval")));

        direct(OTHER, new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty()));
        store.purges().purge(OTHER);
        while (!store.purges().removeSome().done()) {
            // slice by slice, as the server does
        }

        assertThat(of(RUN)).containsExactly(used("a", "1", "train"));
        direct(RUN, new RunRecord.UseDataset(used("b", "1", "train")));
        assertThat(of(RUN)).containsExactly(used("a", "1", "train"), used("b", "1", "train"));
    }
}
