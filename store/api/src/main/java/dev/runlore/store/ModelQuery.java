// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.PageToken;
import java.util.List;
import java.util.Optional;

/**
 * Which models, in which order, and which part of them.
 *
 * @param conditions all must hold
 * @param order ties as the list has them without an order; what does not have the field comes last
 */
public record ModelQuery(List<ModelCondition> conditions, List<Order> order, int limit, Optional<PageToken> token) {

    public record Order(ModelField field, boolean ascending) {}

    public ModelQuery {
        conditions = List.copyOf(conditions);
        order = List.copyOf(order);
    }
}
