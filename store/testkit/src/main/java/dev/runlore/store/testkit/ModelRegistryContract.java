// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.LoggedModelDraft;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelRegistration;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Tags;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.store.ModelCondition;
import dev.runlore.store.ModelField;
import dev.runlore.store.ModelQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions that are made of any source, their aliases, and searches for models. */
public abstract class ModelRegistryContract extends StoreContract {
    private static final ModelName NAME = new ModelName("forest");
    private static final Sha256 BLOB = Sha256.of(new byte[] {1});
    private static final LoggedModelId LOGGED = new LoggedModelId("m-" + "0".repeat(32));
    private static final ModelAlias CHAMPION = new ModelAlias("champion");

    @BeforeEach
    void makeModel() {
        createRun(RUN);
        for (String path : List.of("model/MLmodel", "model/data/x.bin", "note.txt")) {
            direct(RUN, new RunRecord.PutArtifact(new ArtifactPath(path), Optional.of(BLOB), 1));
        }
        store.models().create(new ModelDraft(NAME, Optional.empty(), Tags.NONE));
    }

    private ModelVersion register(String uri, Optional<ModelRegistration.Files> files) {
        ModelSource source = new ModelSource(
                Optional.of(RUN), Optional.empty(), Optional.of(uri), Optional.of("http://page"), Optional.empty());
        return store.models().register(new ModelRegistration(NAME, source, files, Optional.of("new"), Tags.NONE));
    }

    private static List<String> paths(ModelVersion version) {
        return version.files().stream()
                .map(file -> file.path() + " as " + version.within(file))
                .toList();
    }

    private ModelVersion ofFolder() {
        return register(
                "runs:/run-1/model",
                Optional.of(new ModelRegistration.Files.OfRun(RUN, Optional.of(new ArtifactPath("model")))));
    }

    @Test
    void aVersionHasTheFilesThatItsSourceMeans() {
        ModelVersion folder = ofFolder();
        assertThat(folder.source())
                .isEqualTo(new ModelSource(
                        Optional.of(RUN),
                        Optional.of(new ArtifactPath("model")),
                        Optional.of("runs:/run-1/model"),
                        Optional.of("http://page"),
                        Optional.empty()));
        assertThat(paths(folder)).containsExactly("model/MLmodel as MLmodel", "model/data/x.bin as data/x.bin");
        assertThat(paths(register(
                        "x",
                        Optional.of(
                                new ModelRegistration.Files.OfRun(RUN, Optional.of(new ArtifactPath("note.txt")))))))
                .containsExactly("note.txt as note.txt");
        assertThat(paths(register("x", Optional.of(new ModelRegistration.Files.OfRun(RUN, Optional.empty())))))
                .hasSize(3);
        assertThat(paths(register("x", Optional.of(new ModelRegistration.Files.OfVersion(NAME, 1)))))
                .isEqualTo(paths(folder));
        assertThat(store.models().findVersion(NAME, OptionalLong.of(1))).contains(folder);
    }

    @Test
    void aVersionKeepsTheFilesOfALoggedModel() {
        store.loggedModels()
                .create(new LoggedModelDraft(
                        LOGGED,
                        run(RUN).experiment().id(),
                        "m",
                        Optional.empty(),
                        Optional.of(RUN),
                        Tags.NONE,
                        Map.of()));
        store.loggedModels().putFile(LOGGED, new ArtifactPath("MLmodel"), BLOB, 1);
        ModelVersion version =
                register("models:/m", Optional.of(new ModelRegistration.Files.OfLoggedModel(LOGGED, Optional.empty())));
        store.loggedModels().deleteFiles(LOGGED, Optional.empty());
        assertThat(store.models()
                        .findVersion(NAME, OptionalLong.of(1))
                        .orElseThrow()
                        .files())
                .containsExactly(new ModelFile(new ArtifactPath("MLmodel"), BLOB, 1));
        assertThat(paths(version)).containsExactly("MLmodel as MLmodel");
    }

    @Test
    void whatIsNotHereMakesAVersionWithoutFiles() {
        ModelVersion foreign = register("s3://bucket/model", Optional.empty());
        ModelVersion nothing = register(
                "runs:/run-1/none",
                Optional.of(new ModelRegistration.Files.OfRun(RUN, Optional.of(new ArtifactPath("none")))));
        assertThat(foreign.files()).isEmpty();
        assertThat(nothing.files()).isEmpty();
        assertThat(nothing.source().path()).isEmpty();
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND,
                () -> store.models()
                        .register(new ModelRegistration(
                                new ModelName("none"),
                                foreign.source(),
                                Optional.empty(),
                                Optional.empty(),
                                Tags.NONE)));
    }

    @Test
    void aNumberIsNotGivenAgain() {
        ofFolder();
        ofFolder();
        store.models().putAlias(NAME, CHAMPION, 2);
        store.models().deleteVersion(NAME, 2);
        assertThat(store.models().find(NAME).orElseThrow().lastVersion()).isEqualTo(1);
        assertThat(store.models().find(NAME).orElseThrow().aliases()).isEmpty();
        assertThat(store.models()
                        .findVersion(NAME, OptionalLong.empty())
                        .orElseThrow()
                        .version())
                .isEqualTo(1);
        assertThat(store.models()
                        .promote(new Promotion(NAME, RUN, new ArtifactPath("note.txt"), Optional.empty(), Tags.NONE))
                        .version())
                .isEqualTo(3);
        store.models().deleteVersion(NAME, 3);
        store.models().deleteVersion(NAME, 1);
        assertThat(store.models().find(NAME).orElseThrow().lastVersion()).isZero();
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> store.models().deleteVersion(NAME, 1));
    }

    @Test
    void anAliasMovesFromVersionToVersion() {
        ofFolder();
        ofFolder();
        store.models().putAlias(NAME, CHAMPION, 1);
        store.models().putAlias(NAME, new ModelAlias("best"), 1);
        store.models().putAlias(NAME, CHAMPION, 2);
        assertThat(store.models().find(NAME).orElseThrow().aliases())
                .isEqualTo(Map.of(CHAMPION, 2L, new ModelAlias("best"), 1L));
        assertThat(store.models()
                        .findVersion(NAME, OptionalLong.of(2))
                        .orElseThrow()
                        .aliases())
                .containsExactly(CHAMPION);
        store.models().deleteAlias(NAME, CHAMPION);
        store.models().deleteAlias(NAME, CHAMPION);
        assertThat(store.models()
                        .findVersion(NAME, OptionalLong.of(2))
                        .orElseThrow()
                        .aliases())
                .isEmpty();
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> store.models().putAlias(NAME, CHAMPION, 3));
    }

    @Test
    void modelsAndVersionsAreFound() {
        ofFolder();
        ofFolder();
        ModelName second = new ModelName("Birch");
        store.models().create(new ModelDraft(second, Optional.empty(), new Tags(Map.of("t", Optional.of("1")))));
        assertThat(store.models().search(query(List.of())).items())
                .extracting(model -> model.name().value())
                .containsExactly("Birch", "forest");
        ModelCondition tagged = new ModelCondition(
                new ModelField.Tag("t"), new ModelCondition.Test.Compare(Operator.EQUAL, new Literal.Text("1")));
        assertThat(store.models().search(query(List.of(tagged))).items()).hasSize(1);
        ModelCondition first = new ModelCondition(
                ModelField.Attribute.VERSION, new ModelCondition.Test.Compare(Operator.LESS, new Literal.Whole(2)));
        assertThat(store.models().searchVersions(query(List.of(first))).items())
                .extracting(ModelVersion::version)
                .containsExactly(1L);
        Page<ModelVersion> page =
                store.models().searchVersions(new ModelQuery(List.of(), List.of(), 1, Optional.empty()));
        assertThat(page.items()).extracting(ModelVersion::version).containsExactly(2L);
        assertThat(store.models()
                        .searchVersions(new ModelQuery(List.of(), List.of(), 1, page.next()))
                        .items())
                .extracting(ModelVersion::version)
                .containsExactly(1L);
    }

    private static ModelQuery query(List<ModelCondition> conditions) {
        return new ModelQuery(conditions, List.of(), 10, Optional.empty());
    }
}
