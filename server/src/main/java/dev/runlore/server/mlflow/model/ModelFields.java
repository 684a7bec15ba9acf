// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.ModelMetric;
import dev.runlore.store.ModelField;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the names in filters and orders of one list mean.
 *
 * @param attributes by name
 * @param numbers those of the attributes that are compared with numbers
 * @param listed those that may be compared with a list of texts
 * @param tags how the entity of tags is written
 * @param others whether parameters and metrics have a meaning too
 */
record ModelFields(
        Map<String, ModelField.Attribute> attributes,
        Set<ModelField.Attribute> numbers,
        Set<ModelField.Attribute> listed,
        Set<String> tags,
        boolean others) {
    static final ModelFields OF_MODELS = new ModelFields(
            Map.of(
                    "name", ModelField.Attribute.NAME,
                    "timestamp", ModelField.Attribute.UPDATED,
                    "creation_timestamp", ModelField.Attribute.CREATED,
                    "last_updated_timestamp", ModelField.Attribute.UPDATED),
            Set.of(ModelField.Attribute.UPDATED, ModelField.Attribute.CREATED),
            Set.of(),
            Set.of("tag", "tags"),
            false);
    static final ModelFields OF_VERSIONS = new ModelFields(
            Map.of(
                    "name", ModelField.Attribute.NAME,
                    "run_id", ModelField.Attribute.RUN,
                    "source_path", ModelField.Attribute.SOURCE,
                    "version_number", ModelField.Attribute.VERSION,
                    "creation_timestamp", ModelField.Attribute.CREATED,
                    "last_updated_timestamp", ModelField.Attribute.UPDATED),
            Set.of(ModelField.Attribute.VERSION, ModelField.Attribute.CREATED, ModelField.Attribute.UPDATED),
            Set.of(ModelField.Attribute.RUN),
            Set.of("tag", "tags"),
            false);
    static final ModelFields OF_LOGGED_MODELS = new ModelFields(
            Map.of(
                    "name", ModelField.Attribute.NAME,
                    "model_id", ModelField.Attribute.ID,
                    "model_type", ModelField.Attribute.TYPE,
                    "status", ModelField.Attribute.STATUS,
                    "source_run_id", ModelField.Attribute.RUN,
                    "experiment_id", ModelField.Attribute.EXPERIMENT,
                    "creation_timestamp", ModelField.Attribute.CREATED,
                    "creation_time", ModelField.Attribute.CREATED,
                    "last_updated_timestamp", ModelField.Attribute.UPDATED),
            Set.of(ModelField.Attribute.CREATED, ModelField.Attribute.UPDATED),
            Set.of(
                    ModelField.Attribute.NAME,
                    ModelField.Attribute.ID,
                    ModelField.Attribute.TYPE,
                    ModelField.Attribute.STATUS,
                    ModelField.Attribute.RUN,
                    ModelField.Attribute.EXPERIMENT),
            Set.of("tags"),
            true);

    private static final Set<String> ATTRIBUTE = Set.of("", "attribute", "attributes");

    /**
     * @param datasets on which metrics were measured
     * @throws IllegalArgumentException when the name has no meaning here
     */
    ModelField find(String entity, String key, List<ModelMetric.Dataset> datasets) {
        if (tags.contains(entity)) {
            return new ModelField.Tag(key);
        }
        if (others && entity.equals("params")) {
            return new ModelField.Parameter(key);
        }
        if (others && entity.equals("metrics")) {
            return new ModelField.Metric(key, datasets);
        }
        ModelField.Attribute attribute = ATTRIBUTE.contains(entity) ? attributes.get(key) : null;
        if (attribute == null) {
            throw new IllegalArgumentException(
                    "'" + (entity.isEmpty() ? key : entity + "." + key) + "' is nothing that can be asked for here.");
        }
        return attribute;
    }

    boolean isNumber(ModelField field) {
        return field instanceof ModelField.Metric
                || field instanceof ModelField.Attribute attribute && numbers.contains(attribute);
    }

    /** Whether it may be compared with a list of texts. */
    boolean isListed(ModelField field) {
        return others || field instanceof ModelField.Attribute attribute && listed.contains(attribute);
    }
}
