// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.ModelMetric;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.search.Term;
import dev.runlore.server.mlflow.search.Terms;
import dev.runlore.store.ModelField;
import dev.runlore.store.ModelQuery;
import java.util.ArrayList;
import java.util.List;

/** Reads orders of searches for models. */
final class ModelOrders {
    private static final String WHAT = "order_by clause";

    private ModelOrders() {}

    /** Texts such as {@code name DESC}. */
    static List<ModelQuery.Order> ofTexts(List<String> elements, ModelFields fields) {
        List<ModelQuery.Order> order = new ArrayList<>();
        for (String element : elements) {
            Terms terms = new Terms(WHAT, element);
            ModelField field = field(terms, fields, List.of());
            boolean isDescending = terms.skipWord("DESC");
            if (!isDescending) {
                terms.skipWord("ASC");
            }
            if (!terms.atEnd()) {
                throw terms.unexpected("ASC, DESC or the end");
            }
            order.add(new ModelQuery.Order(field, !isDescending));
        }
        return order;
    }

    /** Objects with a field's name and a direction. */
    static List<ModelQuery.Order> ofObjects(List<Arguments> elements, ModelFields fields) {
        List<ModelQuery.Order> order = new ArrayList<>();
        for (Arguments element : elements) {
            String digest = element.find("dataset_digest").orElse("");
            List<ModelMetric.Dataset> datasets = element.find("dataset_name").stream()
                    .map(name -> new ModelMetric.Dataset(name, digest))
                    .toList();
            Terms terms = new Terms(WHAT, element.text("field_name"));
            ModelField field = field(terms, fields, datasets);
            if (!terms.atEnd()) {
                throw terms.unexpected("the end");
            }
            order.add(new ModelQuery.Order(field, element.flag("ascending").orElse(true)));
        }
        return order;
    }

    private static ModelField field(Terms terms, ModelFields fields, List<ModelMetric.Dataset> datasets) {
        if (!(terms.take() instanceof Term.Name name)) {
            throw terms.fault("it must begin with a name such as name.");
        }
        try {
            return switch (fields.find(name.entity(), name.key(), datasets)) {
                case ModelField.Tag _ -> throw terms.fault("tags have no order here.");
                case ModelField.Parameter _ -> throw terms.fault("parameters have no order here.");
                case ModelField.Metric metric -> metric;
                case ModelField.Attribute attribute -> attribute;
            };
        } catch (IllegalArgumentException unknown) {
            throw terms.fault(String.valueOf(unknown.getMessage()));
        }
    }
}
