// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Tags;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a version of a model of what a run has at a path. For the writing thread. */
final class PromotedVersion {
    private static final int NAMED_FILES = 10;

    private final Writing writing;
    private final Promotion promotion;

    PromotedVersion(Writing writing, Promotion promotion) {
        this.writing = writing;
        this.promotion = promotion;
    }

    /** Key of the version made. */
    long make() {
        Session session = writing.session();
        List<ModelFile> files = files();
        long model = ModelWrites.keyOf(session, writing.workspace(), promotion.name())
                .orElseGet(() ->
                        ModelWrites.insert(writing, new ModelDraft(promotion.name(), Optional.empty(), Tags.NONE)));
        ModelSource source = ModelSource.of(promotion.run(), promotion.path());
        return new NewVersion(source, files, promotion.description(), promotion.tags()).insert(writing, model);
    }

    private List<ModelFile> files() {
        long run = RunRows.keyOf(writing.session(), writing.workspace(), promotion.run())
                .orElseThrow(() -> RunloreException.notFound(
                        "run '" + promotion.run() + "' must be in the history but is not; check its id"));
        String path = promotion.path().value();
        List<ModelFile> files = writing.session()
                .list(
                        """
                SELECT path, sha256, size FROM artifact WHERE run_key = ?1 AND (path = ?2 OR path > ?3 AND path < ?4)
                ORDER BY path LIMIT ?5
                """,
                        row -> file(row.getString(1), row.getString(2), row.getLong(3)),
                        run,
                        path,
                        path + "/",
                        path + "0",
                        Limits.MODEL_FILES + 1);
        if (files.isEmpty()) {
            throw nothingThere(run);
        }
        if (files.size() > Limits.MODEL_FILES) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "a model's version must have at most " + Limits.MODEL_FILES + " files but '" + Shown.text(path)
                            + "' of run '" + promotion.run() + "' has more; promote a folder of it");
        }
        return files;
    }

    private ModelFile file(String path, @org.jspecify.annotations.Nullable String sha256, long size) {
        if (sha256 == null) {
            throw RunloreException.wrongState("the bytes of artifact '" + Shown.text(path) + "' of run '"
                    + promotion.run() + "' did not come with the run's import; promote files that are here");
        }
        return new ModelFile(new ArtifactPath(path), new Sha256(sha256), size);
    }

    private RunloreException nothingThere(long run) {
        List<String> paths = writing.session()
                .list(
                        "SELECT path FROM artifact WHERE run_key = ? ORDER BY position LIMIT ?",
                        row -> Shown.text(row.getString(1)),
                        run,
                        NAMED_FILES + 1);
        String there = paths.isEmpty()
                ? "it has no files"
                : "it has " + paths.stream().limit(NAMED_FILES).collect(Collectors.joining(", "))
                        + (paths.size() > NAMED_FILES ? " and more" : "");
        return RunloreException.notFound("run '" + promotion.run() + "' must have the file or folder '"
                + Shown.text(promotion.path().value()) + "' to promote but has not; " + there);
    }
}
