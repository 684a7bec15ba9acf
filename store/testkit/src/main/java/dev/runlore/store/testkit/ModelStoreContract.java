// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Tags;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Models: promoting, describing and listing them. */
public abstract class ModelStoreContract extends StoreContract {
    private static final ModelName IRIS = new ModelName("Iris: Blüte/花 v?");

    private static Sha256 bytes(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RunRecord.PutArtifact file(String path, String content) {
        return new RunRecord.PutArtifact(new ArtifactPath(path), Optional.of(bytes(content)), content.length());
    }

    private static ModelFile kept(String path, String content) {
        return new ModelFile(new ArtifactPath(path), bytes(content), content.length());
    }

    private static Promotion promotion(String path) {
        return new Promotion(IRIS, RUN, new ArtifactPath(path), Optional.empty(), Tags.NONE);
    }

    private static Tags tags(String... keysAndTexts) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            tags.put(keysAndTexts[i], Optional.of(keysAndTexts[i + 1]));
        }
        return new Tags(tags);
    }

    private static ModelChange tagged(Tags tags, String... untag) {
        return new ModelChange(Optional.empty(), tags, List.of(untag));
    }

    @Test
    void aFileOfARunBecomesTheNextVersionOfAModel() {
        createRun(RUN);
        direct(RUN, file("outputs/model.pkl", "weights"), file("outputs/model.pkl.txt", "beside it"));

        ModelVersion first = store.models()
                .promote(new Promotion(
                        IRIS,
                        RUN,
                        new ArtifactPath("outputs/model.pkl"),
                        Optional.of("the first"),
                        tags("stage", "dev")));
        ModelVersion second = store.models().promote(promotion("outputs/model.pkl"));

        assertThat(first)
                .isEqualTo(new ModelVersion(
                        IRIS,
                        1,
                        ModelSource.of(RUN, new ArtifactPath("outputs/model.pkl")),
                        List.of(kept("outputs/model.pkl", "weights")),
                        Optional.of("the first"),
                        tags("stage", "dev"),
                        List.of(),
                        START,
                        START));
        assertThat(second.version()).isEqualTo(2);
        reopen();
        assertThat(store.models().findVersion(IRIS, OptionalLong.of(1))).contains(first);
        assertThat(store.models().findVersion(IRIS, OptionalLong.empty())).contains(second);
        assertThat(store.models().find(IRIS))
                .contains(new Model(IRIS, Optional.empty(), Tags.NONE, Map.of(), 2, START, START));
    }

    @Test
    void aFolderOfARunBecomesOneVersionOfAllItsFiles() {
        createRun(RUN);
        direct(
                RUN,
                file("outputs/model/weights.bin", "w"),
                file("outputs/model/sub/vocabulary.txt", "v"),
                file("outputs/model.txt", "beside it"),
                file("outputs/model0", "after it"));

        ModelVersion version = store.models().promote(promotion("outputs/model"));

        assertThat(version.files())
                .containsExactly(kept("outputs/model/sub/vocabulary.txt", "v"), kept("outputs/model/weights.bin", "w"));
    }

    @Test
    void aVersionKeepsItsFilesWhenTheRunReplacesOrDeletesThem() {
        createRun(RUN);
        direct(RUN, file("model.pkl", "old"));
        store.models().promote(promotion("model.pkl"));

        direct(RUN, file("model.pkl", "new"));
        store.models().promote(promotion("model.pkl"));
        direct(RUN, new RunRecord.DeleteArtifact(new ArtifactPath("model.pkl")));

        assertThat(store.models().versions(IRIS, 9, Optional.empty()).items())
                .extracting(ModelVersion::files)
                .containsExactly(List.of(kept("model.pkl", "new")), List.of(kept("model.pkl", "old")));
    }

    @Test
    void aPathThatARunDoesNotHaveIsRefusedWithThePathsItHas() {
        createRun(RUN);
        assertThatThrownBy(() -> store.models().promote(promotion("model.pkl")))
                .hasMessage(
                        "run 'run-1' must have the file or folder 'model.pkl' to promote but has not; it has no files");
        for (int i = 0; i < 11; i++) {
            direct(RUN, file("outputs/" + i, "x"));
        }

        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> store.models().promote(promotion("output")));
        assertThatThrownBy(() -> store.models().promote(promotion("outputs/x")))
                .hasMessageEndingWith("it has outputs/0, outputs/1, outputs/2, outputs/3, outputs/4, outputs/5,"
                        + " outputs/6, outputs/7, outputs/8, outputs/9 and more");
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND,
                () -> store.models()
                        .promote(new Promotion(
                                IRIS, new RunId("other"), new ArtifactPath("outputs"), Optional.empty(), Tags.NONE)));
        assertThat(store.models().find(IRIS)).isEmpty();
    }

    @Test
    void aFileWhoseBytesDidNotComeWithAnImportCannotBePromoted() {
        createRun(RUN);
        direct(
                RUN,
                file("outputs/a", "a"),
                new RunRecord.PutArtifact(new ArtifactPath("outputs/b"), Optional.empty(), 0));

        RunStoreContract.assertCode(ErrorCode.WRONG_STATE, () -> store.models().promote(promotion("outputs")));
        assertThat(store.models().promote(promotion("outputs/a")).version()).isEqualTo(1);
    }

    @Test
    void promotionsAtOnceEachGetAVersionOfTheirOwn() throws Exception {
        createRun(RUN);
        direct(RUN, file("model.pkl", "x"));
        List<Future<ModelVersion>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                answers.add(threads.submit(() -> store.models().promote(promotion("model.pkl"))));
            }
        }
        List<Long> versions = new ArrayList<>();
        for (Future<ModelVersion> answer : answers) {
            versions.add(answer.get().version());
        }
        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 40).boxed().toList());
    }

    @Test
    void theSameModelAgainAnswersTheOneThatIsThere() {
        ModelDraft draft = new ModelDraft(IRIS, Optional.of("flowers"), tags("b", "1", "a", "2"));
        var first = store.models().create(draft);
        var second = store.models().create(draft);

        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.model()).isEqualTo(first.model());
        assertThat(first.model())
                .isEqualTo(
                        new Model(IRIS, Optional.of("flowers"), tags("b", "1", "a", "2"), Map.of(), 0, START, START));
        assertThat(first.model().tags().values().keySet()).containsExactly("b", "a");
        assertThat(store.models().findVersion(IRIS, OptionalLong.empty())).isEmpty();
        RunStoreContract.assertCode(
                ErrorCode.ALREADY_EXISTS,
                () -> store.models().create(new ModelDraft(IRIS, Optional.empty(), Tags.NONE)));
    }

    @Test
    void modelsAndVersionsAreDescribedAndTaggedEachForItself() {
        createRun(RUN);
        direct(RUN, file("model.pkl", "x"));
        store.models().promote(promotion("model.pkl"));
        clock.advance(Duration.ofSeconds(5));

        Model model = store.models()
                .change(IRIS, new ModelChange(Optional.of("flowers"), tags("team", "a", "old", "1"), List.of("old")));
        ModelVersion version = store.models().change(IRIS, 1, tagged(tags("stage", "production")));
        ModelVersion untagged = store.models().change(IRIS, 1, tagged(tags("checked", "yes"), "stage"));

        assertThat(model)
                .isEqualTo(new Model(
                        IRIS, Optional.of("flowers"), tags("team", "a"), Map.of(), 1, START, START.plusSeconds(5)));
        assertThat(version.tags()).isEqualTo(tags("stage", "production"));
        assertThat(version.created()).isEqualTo(START);
        assertThat(version.updated()).isEqualTo(START.plusSeconds(5));
        assertThat(untagged.tags()).isEqualTo(tags("checked", "yes"));
        assertThat(store.models().change(IRIS, tagged(Tags.NONE)).description()).contains("flowers");
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> store.models().change(IRIS, 2, tagged(Tags.NONE)));
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.models().change(new ModelName("other"), tagged(Tags.NONE)));
    }

    @Test
    void modelsAndVersionsAreListedNewestFirstInPages() {
        createRun(RUN);
        direct(RUN, file("model.pkl", "x"));
        for (int i = 0; i < 3; i++) {
            store.models().promote(promotion("model.pkl"));
            store.models().create(new ModelDraft(new ModelName("m" + i), Optional.empty(), Tags.NONE));
        }

        Page<Model> models = store.models().list(3, Optional.empty());
        assertThat(models.items()).extracting(model -> model.name().value()).containsExactly("m2", "m1", "m0");
        assertThat(store.models().list(3, models.next()).items())
                .extracting(Model::name)
                .containsExactly(IRIS);
        Page<ModelVersion> versions = store.models().versions(IRIS, 2, Optional.empty());
        assertThat(versions.items()).extracting(ModelVersion::version).containsExactly(3L, 2L);
        assertThat(store.models().versions(IRIS, 2, versions.next()).items())
                .extracting(ModelVersion::version)
                .containsExactly(1L);
        RunStoreContract.assertCode(
                ErrorCode.INVALID_ARGUMENT, () -> store.models().versions(new ModelName("m0"), 2, versions.next()));
    }
}
