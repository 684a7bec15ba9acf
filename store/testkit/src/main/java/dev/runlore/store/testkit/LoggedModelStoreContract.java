// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelChange;
import dev.runlore.domain.LoggedModelDraft;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.LoggedModelStatus;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Tags;
import dev.runlore.domain.filter.LikePattern;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.store.ModelCondition;
import dev.runlore.store.ModelField;
import dev.runlore.store.ModelQuery;
import dev.runlore.store.PurgeStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that runs log: their facts, files and metrics, and what runs have to do with them. */
public abstract class LoggedModelStoreContract extends StoreContract {
    private static final Sha256 BLOB = Sha256.of(new byte[] {1});
    private static final LoggedModelId ONE = id(1);
    private static final LoggedModelId TWO = id(2);

    private ExperimentId iris;

    @BeforeEach
    void makeRun() {
        iris = createRun(RUN).experiment().id();
    }

    private static LoggedModelId id(int number) {
        return new LoggedModelId("m-" + "%032x".formatted(number));
    }

    private static Tags tags(String key, String text) {
        return new Tags(Map.of(key, Optional.of(text)));
    }

    private LoggedModel create(LoggedModelId id, String name) {
        return store.loggedModels()
                .create(new LoggedModelDraft(
                        id, iris, name, Optional.of("sklearn"), Optional.of(RUN), tags("a", "1"), Map.of("p", "x")));
    }

    private LoggedModel get(LoggedModelId id) {
        return store.loggedModels().find(id).orElseThrow();
    }

    @Test
    void aModelIsMadeAndReadAgain() {
        LoggedModel made = create(ONE, "forest");
        assertThat(made)
                .isEqualTo(new LoggedModel(
                        ONE,
                        iris,
                        "forest",
                        Optional.of("sklearn"),
                        Optional.of(RUN),
                        LoggedModelStatus.PENDING,
                        tags("a", "1"),
                        Map.of("p", "x"),
                        List.of(),
                        START,
                        START,
                        false));
        reopen();
        assertThat(store.loggedModels().find(ONE)).contains(made);
        assertThat(store.loggedModels().find(TWO)).isEmpty();
        RunStoreContract.assertCode(ErrorCode.ALREADY_EXISTS, () -> create(ONE, "other"));
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND,
                () -> store.loggedModels()
                        .create(new LoggedModelDraft(
                                TWO,
                                new ExperimentId(99),
                                "x",
                                Optional.empty(),
                                Optional.empty(),
                                Tags.NONE,
                                Map.of())));
    }

    @Test
    void statusTagsAndParametersChange() {
        create(ONE, "forest");
        clock.advance(Duration.ofSeconds(1));
        store.loggedModels().change(ONE, LoggedModelChange.of(LoggedModelStatus.READY));
        store.loggedModels().change(ONE, LoggedModelChange.of(tags("b", "2")));
        store.loggedModels().change(ONE, LoggedModelChange.untag("a"));
        LoggedModel after = store.loggedModels().change(ONE, LoggedModelChange.of(Map.of("p", "x", "q", "y")));
        assertThat(after.status()).isEqualTo(LoggedModelStatus.READY);
        assertThat(after.tags()).isEqualTo(tags("b", "2"));
        assertThat(after.params()).isEqualTo(Map.of("p", "x", "q", "y"));
        assertThat(after.updated()).isEqualTo(START.plusSeconds(1));
        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> store.loggedModels().change(ONE, LoggedModelChange.of(Map.of("r", "z", "p", "other"))));
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.loggedModels().change(ONE, LoggedModelChange.untag("none")));
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.loggedModels().change(TWO, LoggedModelChange.untag("b")));
        assertThat(get(ONE)).isEqualTo(after);
    }

    @Test
    void aDeletedModelIsHiddenButRead() {
        create(ONE, "forest");
        store.loggedModels().delete(ONE);
        assertThat(get(ONE).deleted()).isTrue();
        assertThat(search()).isEmpty();
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.loggedModels().delete(TWO));
    }

    private void measure(LoggedModelId id, String key, double value, long step) {
        measure(id, key, value, step, Optional.empty());
    }

    private void measure(LoggedModelId id, String key, double value, long step, Optional<ModelMetric.Dataset> dataset) {
        store.loggedModels().measure(Map.of(id, List.of(new ModelMetric(RUN, key, value, 1_000, step, dataset))));
    }

    @Test
    void theLatestOfEachKeyRunAndDataSetStays() {
        create(ONE, "forest");
        Optional<ModelMetric.Dataset> train = Optional.of(new ModelMetric.Dataset("train", "d1"));
        measure(ONE, "loss", 0.5, 2);
        measure(ONE, "loss", 0.9, 1);
        measure(ONE, "loss", 0.25, 2);
        measure(ONE, "loss", 0.75, 3, train);
        measure(ONE, "nan", Double.NaN, 0);
        measure(ONE, "most", Double.POSITIVE_INFINITY, -1);
        assertThat(get(ONE).metrics())
                .containsExactly(
                        new ModelMetric(RUN, "loss", 0.5, 1_000, 2, Optional.empty()),
                        new ModelMetric(RUN, "loss", 0.75, 1_000, 3, train),
                        new ModelMetric(RUN, "most", Double.POSITIVE_INFINITY, 1_000, -1, Optional.empty()),
                        new ModelMetric(RUN, "nan", Double.NaN, 1_000, 0, Optional.empty()));
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> measure(TWO, "x", 1, 0));
    }

    @Test
    void filesBelongToTheModel() {
        create(ONE, "forest");
        store.loggedModels().putFile(ONE, new ArtifactPath("MLmodel"), BLOB, 1);
        store.loggedModels().putFile(ONE, new ArtifactPath("code/a.py"), BLOB, 2);
        store.loggedModels().putFile(ONE, new ArtifactPath("MLmodel"), BLOB, 3);
        assertThat(store.loggedModels().folder(ONE, Optional.empty()))
                .containsExactly(
                        new FolderEntry("MLmodel", OptionalLong.of(3)), new FolderEntry("code", OptionalLong.empty()));
        assertThat(store.loggedModels().findFile(ONE, new ArtifactPath("code/a.py")))
                .contains(new Artifact(new ArtifactPath("code/a.py"), Optional.of(BLOB), 2, START));
        assertThat(store.purges().unreferenced(List.of(BLOB))).isEmpty();
        store.loggedModels().deleteFiles(ONE, Optional.of(new ArtifactPath("code")));
        assertThat(store.loggedModels().folder(ONE, Optional.empty())).hasSize(1);
        store.loggedModels().deleteFiles(ONE, Optional.empty());
        assertThat(store.loggedModels().folder(ONE, Optional.empty())).isEmpty();
        assertThat(store.purges().unreferenced(List.of(BLOB))).containsExactly(BLOB);
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.loggedModels().putFile(TWO, new ArtifactPath("x"), BLOB, 1));
    }

    @Test
    void aRunKeepsWhichModelsItTookInAndGaveOut() {
        ModelLink in = new ModelLink(ModelLink.Role.INPUT, ONE, 0);
        ModelLink out = new ModelLink(ModelLink.Role.OUTPUT, TWO, 7);
        long revision = direct(RUN, new RunRecord.LinkModel(in), new RunRecord.LinkModel(out))
                .revision();
        assertThat(direct(RUN, new RunRecord.LinkModel(in)).revision()).isEqualTo(revision);
        assertThat(store.loggedModels().links(List.of(RUN, new RunId("nobody"))))
                .isEqualTo(Map.of(RUN, List.of(in, out), new RunId("nobody"), List.of()));
        ModelLink later = new ModelLink(ModelLink.Role.OUTPUT, TWO, 8);
        direct(RUN, new RunRecord.LinkModel(later));
        assertThat(store.transfers().find(RUN).orElseThrow().models()).containsExactly(in, later);
    }

    @Test
    void aPurgedRunTakesItsModelsWithIt() {
        create(ONE, "forest");
        store.loggedModels().putFile(ONE, new ArtifactPath("MLmodel"), BLOB, 1);
        measure(ONE, "loss", 1, 0);
        direct(RUN, new RunRecord.LinkModel(new ModelLink(ModelLink.Role.OUTPUT, ONE, 0)), status(RunStatus.Completed));
        store.purges().purge(RUN);
        assertThat(store.loggedModels().find(ONE)).isEmpty();
        assertThat(search()).isEmpty();
        assertThat(store.purges().unreferenced(List.of(BLOB))).isEmpty();
        PurgeStore.Slice slice = store.purges().removeSome();
        assertThat(slice.released()).containsExactly(BLOB);
        while (!slice.done()) {
            slice = store.purges().removeSome();
        }
        assertThat(store.purges().unreferenced(List.of(BLOB))).containsExactly(BLOB);
    }

    private List<String> search(ModelCondition... conditions) {
        return search(List.of(), conditions);
    }

    private List<String> search(List<ModelQuery.Order> order, ModelCondition... conditions) {
        return store
                .loggedModels()
                .search(List.of(iris), new ModelQuery(List.of(conditions), order, 100, Optional.empty()))
                .items()
                .stream()
                .map(LoggedModel::name)
                .toList();
    }

    private void createSome() {
        for (int i = 1; i <= 4; i++) {
            create(id(i), "net-" + i);
            clock.advance(Duration.ofSeconds(1));
        }
        create(id(5), "Net_5");
        measure(id(1), "loss", 0.1, 0);
        measure(id(2), "loss", 0.2, 0);
        measure(id(3), "loss", Double.NaN, 0);
        measure(id(4), "loss", 0.4, 0, Optional.of(new ModelMetric.Dataset("test", "d")));
        store.loggedModels().change(id(2), LoggedModelChange.of(tags("stage", "good")));
        store.loggedModels().change(id(3), LoggedModelChange.of(tags("stage", "bad")));
    }

    private static ModelCondition compare(ModelField field, Operator operator, Literal value) {
        return new ModelCondition(field, new ModelCondition.Test.Compare(operator, value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EQUAL | net-1",
                "NOT_EQUAL | net-4,net-3,net-2",
                "LESS | ''",
                "LESS_OR_EQUAL | net-1",
                "GREATER | net-4,net-2",
                "GREATER_OR_EQUAL | net-4,net-2,net-1",
            })
    void aNumberThatIsNoneMatchesOnlyInequality(Operator operator, String names) {
        createSome();
        ModelField loss = new ModelField.Metric("loss", List.of());
        assertThat(String.join(",", search(compare(loss, operator, new Literal.Real(0.1)))))
                .isEqualTo(names);
    }

    @Test
    void textsAreComparedByCaseAndPattern() {
        createSome();
        ModelField.Attribute name = ModelField.Attribute.NAME;
        ModelField stage = new ModelField.Tag("stage");
        LikePattern net = new LikePattern("net_%", false);
        assertThat(search(compare(name, Operator.EQUAL, new Literal.Text("net-1"))))
                .containsExactly("net-1");
        assertThat(search(compare(name, Operator.EQUAL, new Literal.Text("NET-1"))))
                .isEmpty();
        assertThat(search(new ModelCondition(name, new ModelCondition.Test.Like(net))))
                .containsExactly("net-4", "net-3", "net-2", "net-1");
        assertThat(search(new ModelCondition(name, new ModelCondition.Test.Like(new LikePattern("NET_%", true)))))
                .hasSize(5);
        assertThat(search(new ModelCondition(name, new ModelCondition.Test.OneOf(List.of("net-1", "x"), false))))
                .containsExactly("net-1");
        assertThat(search(new ModelCondition(name, new ModelCondition.Test.OneOf(List.of("net-1"), true))))
                .hasSize(4);
        assertThat(search(compare(stage, Operator.NOT_EQUAL, new Literal.Text("bad"))))
                .containsExactly("net-2");
        assertThat(search(new ModelCondition(
                        stage, new ModelCondition.Test.Compare(Operator.NOT_EQUAL, new Literal.Text("bad")), true)))
                .containsExactly("Net_5", "net-4", "net-2", "net-1");
        assertThat(search(compare(new ModelField.Parameter("p"), Operator.EQUAL, new Literal.Text("x"))))
                .hasSize(5);
    }

    @Test
    void whatHasNoValueComesLast() {
        createSome();
        ModelField loss = new ModelField.Metric("loss", List.of());
        assertThat(search(List.of(new ModelQuery.Order(loss, true))))
                .containsExactly("net-1", "net-2", "net-4", "net-3", "Net_5");
        assertThat(search(List.of(new ModelQuery.Order(loss, false))))
                .containsExactly("net-4", "net-2", "net-1", "net-3", "Net_5");
        ModelField onTest = new ModelField.Metric("loss", List.of(new ModelMetric.Dataset("test", "d")));
        assertThat(search(List.of(new ModelQuery.Order(onTest, true))).getFirst())
                .isEqualTo("net-4");
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        createSome();
        ExperimentId other = store.experiments()
                .create(ExperimentDraft.named("other"))
                .experiment()
                .id();
        Page<LoggedModel> first = page(List.of(), Optional.empty());
        Page<LoggedModel> second = page(List.of(), first.next());
        assertThat(first.items()).extracting(LoggedModel::name).containsExactly("Net_5", "net-4", "net-3");
        assertThat(second.items()).extracting(LoggedModel::name).containsExactly("net-2", "net-1");
        assertThat(second.next()).isEmpty();
        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> page(
                        List.of(compare(ModelField.Attribute.NAME, Operator.EQUAL, new Literal.Text("x"))),
                        first.next()));
        assertThat(store.loggedModels()
                        .search(List.of(other), new ModelQuery(List.of(), List.of(), 3, Optional.empty()))
                        .items())
                .isEmpty();
    }

    private Page<LoggedModel> page(List<ModelCondition> conditions, Optional<PageToken> token) {
        return store.loggedModels().search(List.of(iris), new ModelQuery(conditions, List.of(), 3, token));
    }
}
