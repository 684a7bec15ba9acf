// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.filter.Aggregate;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.RunField;
import dev.runlore.server.mlflow.run.RunTags;
import java.util.Optional;

/** What a name means. */
sealed interface SearchField {
    record Metric(RunField.Metric field) implements SearchField {}

    record Param(RunField.Parameter field) implements SearchField {}

    /**
     * A tag.
     *
     * @param own the attribute that is the tag, or that stands for it where it is missing
     */
    record Tag(RunField.Tag field, Optional<Attribute> own) implements SearchField {
        /** Whether it is written to the run itself and never to its tags. */
        boolean isVirtual() {
            return switch (field.key()) {
                case RunTags.NAME, RunTags.NOTE, RunTags.PARENT -> true;
                default -> false;
            };
        }
    }

    /** A text of the run itself. */
    record Text(Attribute attribute) implements SearchField {}

    record Id() implements SearchField {}

    record Status() implements SearchField {}

    record ArtifactUri() implements SearchField {}

    /** Milliseconds since 1970. */
    record Moment(Attribute attribute) implements SearchField {}

    record Dataset(RunField.Dataset field) implements SearchField {}

    /** @throws RunloreException INVALID_ARGUMENT when no run has such a thing */
    static SearchField of(Term.Name name) {
        Entity entity = Entity.find(name.entity())
                .orElseThrow(() -> RunloreException.invalid("Invalid entity type '" + Shown.text(name.entity())
                        + "'. Valid values are metric, parameter, tag, attribute and dataset."));
        String key = name.key();
        if (key.isEmpty()) {
            throw RunloreException.invalid("Invalid clause: a name needs a key after its dot, such as metrics.loss.");
        }
        return switch (entity) {
            case METRIC -> new Metric(new RunField.Metric(key, Aggregate.LAST));
            case PARAM -> new Param(new RunField.Parameter(key));
            case TAG -> new Tag(new RunField.Tag(key), own(key));
            case ATTRIBUTE -> attribute(key);
            case DATASET -> dataset(key);
        };
    }

    private static Optional<Attribute> own(String tag) {
        return switch (tag) {
            case RunTags.NAME -> Optional.of(Attribute.NAME);
            case RunTags.NOTE -> Optional.of(Attribute.DESCRIPTION);
            case RunTags.PARENT -> Optional.of(Attribute.PARENT);
            case RunTags.USER -> Optional.of(Attribute.USER);
            case RunTags.SOURCE -> Optional.of(Attribute.SCRIPT);
            default -> Optional.empty();
        };
    }

    private static SearchField attribute(String key) {
        return switch (key) {
            case "run_id" -> new Id();
            case "run_name", "run name", "Run name", "Run Name" -> new Text(Attribute.NAME);
            case "status" -> new Status();
            case "user_id" -> new Text(Attribute.USER);
            case "artifact_uri" -> new ArtifactUri();
            case "start_time", "created", "Created" -> new Moment(Attribute.STARTED);
            case "end_time" -> new Moment(Attribute.ENDED);
            default ->
                throw RunloreException.invalid("Invalid attribute key '" + Shown.text(key)
                        + "' specified. Valid keys are run_id, run_name, status, user_id, artifact_uri, start_time,"
                        + " end_time and created.");
        };
    }

    private static SearchField dataset(String key) {
        return RunField.Dataset.Part.find(key)
                .map(part -> new Dataset(new RunField.Dataset(part)))
                .orElseThrow(() -> RunloreException.invalid("Invalid dataset key '" + Shown.text(key)
                        + "' specified. Valid keys are name, digest and context."));
    }
}
