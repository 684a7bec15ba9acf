// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelRegistration.Files;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.mlflow.ArtifactUris;
import dev.runlore.store.ModelStore;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the source of a model's version means: files of this history, or a place of a kind that is known to be elsewhere. Anything
 * else is refused, paths of a machine first of all. Nothing is opened.
 */
final class ModelSources {
    private static final Pattern ELSEWHERE =
            Pattern.compile("(s3|s3a|s3n|gs|abfs|abfss|wasb|wasbs|hdfs|viewfs|dbfs|r2|b2)://?[^/].*", Pattern.DOTALL);
    /** What clients tell as the source of a prompt, which has no files: this word and no other. */
    private static final String PROMPT = "dummy-source";

    private static final String RUNS = "runs:/";
    private static final String MODELS = "models:/";
    private static final Pattern UPWARD = Pattern.compile("(^|[/\\\\])\\.\\.([/\\\\;]|$)");
    private static final Set<String> ENCODED = Set.of("%2e", "%2f", "%5c", "%00");

    private final ModelStore models;

    ModelSources(ModelStore models) {
        this.models = models;
    }

    /**
     * The files that a source means; empty when it is elsewhere.
     *
     * @throws RunloreException INVALID_ARGUMENT when it is no source; NOT_FOUND when it names a version that is not there
     */
    Optional<Files> files(String source) {
        requireHarmless(source);
        if (source.startsWith(ArtifactUris.SCHEME)) {
            return Optional.of(artifacts(source, stripped(source.substring(ArtifactUris.SCHEME.length()))));
        }
        if (source.startsWith(RUNS)) {
            String[] parts = stripped(source.substring(RUNS.length())).split("/", 2);
            return Optional.of(new Files.OfRun(new RunId(parts[0]), path(parts, 1)));
        }
        if (source.startsWith(MODELS)) {
            return Optional.of(version(source, stripped(source.substring(MODELS.length()))));
        }
        if (source.equals(PROMPT) || ELSEWHERE.matcher(source).matches()) {
            return Optional.empty();
        }
        throw refused(source, "is neither of this server nor of a store that is known");
    }

    private static void requireHarmless(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        if (UPWARD.matcher(source).find()
                || source.chars().anyMatch(Character::isISOControl)
                || ENCODED.stream().anyMatch(lower::contains)) {
            throw refused(source, "must not lead upwards nor hold encoded separators");
        }
    }

    /** After one slash or three. */
    private static String stripped(String rest) {
        String path = rest.startsWith("//") ? rest.substring(2) : rest;
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static Files artifacts(String source, String path) {
        String[] parts = path.split("/", 4);
        boolean isModel = parts.length > 2 && parts[1].equals("models") && parts[2].startsWith("m-");
        if (isModel) {
            String[] below = path.split("/", 5);
            requirePart(source, below, 3);
            ExperimentId.parse(below[0]);
            return new Files.OfLoggedModel(new LoggedModelId(below[2]), path(below, 4));
        }
        requirePart(source, parts, 2);
        ExperimentId.parse(parts[0]);
        return new Files.OfRun(new RunId(parts[1]), path(parts, 3));
    }

    private static void requirePart(String source, String[] parts, int at) {
        if (parts.length <= at || !parts[at].equals("artifacts")) {
            throw refused(source, "must lie below the artifact URI of a run or of a logged model");
        }
    }

    private static Optional<ArtifactPath> path(String[] parts, int at) {
        return parts.length > at ? Optional.of(new ArtifactPath(parts[at])) : Optional.empty();
    }

    private Files version(String source, String path) {
        if (path.startsWith("m-") && path.indexOf('/') < 0) {
            return new Files.OfLoggedModel(new LoggedModelId(path), Optional.empty());
        }
        int slash = path.indexOf('/');
        int at = path.indexOf('@');
        if (slash < 1 && at < 1) {
            throw refused(source, "must be models:/NAME/VERSION, models:/NAME@ALIAS or models:/ID");
        }
        ModelName name = new ModelName(path.substring(0, slash < 1 ? at : slash));
        String which = path.substring((slash < 1 ? at : slash) + 1);
        long version = slash < 1 ? ofAlias(name, which) : RegistryArguments.version(which);
        if (models.findVersion(name, OptionalLong.of(version)).isEmpty()) {
            throw RegistryArguments.missing(name, version);
        }
        return new Files.OfVersion(name, version);
    }

    private long ofAlias(ModelName name, String alias) {
        return models.find(name)
                .flatMap(model -> Optional.ofNullable(model.aliases().get(new ModelAlias(alias))))
                .orElseThrow(
                        () -> RunloreException.notFound("Registered model alias " + Shown.text(alias) + " not found."));
    }

    private static RunloreException refused(String source, String why) {
        return RunloreException.invalid("Invalid model version source: '" + Shown.text(source) + "' " + why
                + "; use the artifact URI of a run or of a logged model, or a URI of an object store.");
    }
}
